"""What was read, as the rooms hand it on: registry, side lists, submissions, scope. Knows no file and no rule."""
