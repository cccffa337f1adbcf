"""What was read, as the rooms hand it on: registry, side lists, submissions, scope. It knows no file and no rule."""
