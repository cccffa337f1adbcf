"""The result as one self-contained page that opens from a chat or a stick, offline."""

from kbo_screen.formats.page.render import render_explanation, render_page

__all__ = ["render_explanation", "render_page"]
