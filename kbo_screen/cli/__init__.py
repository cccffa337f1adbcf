"""The command line: one file per command, which parses, calls a task, delivers its result and gives the exit code."""

from __future__ import annotations


def main() -> None:
    """Run the command line; the entry point of `kbo-screen`."""
    from kbo_screen.cli.interrupt import end_on_interrupt

    end_on_interrupt()  # before anything else is loaded

    import gc

    gc.disable()  # a run makes millions of values, next to no cycles, and ends: looking for them takes a tenth of it

    from kbo_screen.cli.app import app
    from kbo_screen.cli.streams import prepare_streams

    prepare_streams()
    app(prog_name="kbo-screen")
