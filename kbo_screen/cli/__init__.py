"""The command line: one file per command, parse, call, show, exit code. Refuses to know any rule."""
