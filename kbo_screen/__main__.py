"""`python -m kbo_screen` is `kbo-screen`."""

from kbo_screen.cli import main

if __name__ == "__main__":
    main()
