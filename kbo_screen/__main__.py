"""`python -m kbo_screen` is `kbo-screen`, but for the folder in which it is started.

Python puts that folder first on its path, so that a `csv.py` beside the registry would be taken for Python's own. It
leaves the path before anything is imported: this module and the package's `__init__` import only what is built in.
"""

import sys


def leave_working_folder() -> None:
    """Take the folder in which Python was started off the path of modules; the package itself is loaded already."""
    from os import (
        getcwd,
    )  # frozen in every Python, and loaded before the folder stood on the path

    try:
        here = getcwd()  # noqa: PTH109 - pathlib is not frozen
    except FileNotFoundError:  # the folder was deleted: nothing can stand in it
        here = ""
    sys.path[:] = [entry for entry in sys.path if entry not in ("", ".", here)]


if __name__ == "__main__":
    leave_working_folder()

    from kbo_screen.cli import main

    main()
