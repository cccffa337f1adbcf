"""What opens the files of one call of the command line, with the passwords that the call gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    import typer

    from kbo_screen.sources.workbooks import Reader

PASSWORDS_META: Final = "kbo_screen.passwords"
READER_META: Final = "kbo_screen.reader"


def reader_of(ctx: typer.Context) -> Reader:
    """What opens the files of this call; its processes end with the call."""
    if READER_META not in ctx.meta:
        from kbo_screen.sources.workbooks import Reader

        reader = Reader(ctx.meta.get(PASSWORDS_META))
        ctx.meta[READER_META] = reader
        ctx.find_root().call_on_close(reader.end)
    return cast("Reader", ctx.meta[READER_META])


def reader_faults(ctx: typer.Context) -> list[str]:
    """The tracebacks of the reader's own faults in this call."""
    reader = cast("Reader | None", ctx.meta.get(READER_META))
    return reader.faults if reader else []
