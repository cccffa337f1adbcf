"""An office's config: read and changed; and the passwords beside it."""
