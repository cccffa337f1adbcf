"""The command line: one file per command, which parses, calls a task, delivers its result and gives the exit code."""

from __future__ import annotations

#: Address space that a run may take, as its reader may: a country takes 1 GB of it, four of them 4 GB.
MOST_MEMORY_BYTES = 8 * 1024**3


def hold_memory() -> None:
    """Let a run that swells end in a sentence, not in a computer that stands still (not on Windows)."""
    try:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft == resource.RLIM_INFINITY:  # else who runs us has decided
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, hard))
    except (ImportError, ValueError, OSError):
        return


def leave_plugins_out() -> None:
    """Keep whatever is installed beside us from changing how a letter is checked; and it need not be looked for."""
    import os

    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> None:
    """Run the command line; the entry point of `kbo-screen`."""
    from kbo_screen.cli.interrupt import end_on_interrupt

    end_on_interrupt()  # before anything else is loaded

    import gc

    leave_plugins_out()
    gc.disable()  # a run makes millions of values, next to no cycles, and ends: looking for them takes a tenth of it

    hold_memory()

    from kbo_screen.cli.app import app
    from kbo_screen.cli.ending import ended_at_once
    from kbo_screen.cli.streams import prepare_streams

    prepare_streams()
    with ended_at_once():
        app(prog_name="kbo-screen")
