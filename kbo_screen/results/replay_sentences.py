"""What came of a replay, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.findings import Place

#: So many cells are named; the rest are counted.
CELLS_NAMED: Final = 20


def replay_lines(
    verdict: str,
    versions: tuple[str, str],
    changed_inputs: Sequence[str],
    cells: Sequence[tuple[Place, str, str, str]],
    lang: str,
) -> Iterator[str]:
    """The verdict, the inputs that changed, and the cells that differ: place, value, what it should be, group."""
    old_version, new_version = versions
    yield text(
        f"replay.verdict.{verdict}",
        lang,
        old=old_version,
        new=new_version,
        count=len(cells),
    )
    for name in changed_inputs:
        yield "  " + text("replay.input", lang, file=name)
    for place, value, expected, group in cells[:CELLS_NAMED]:
        yield "  " + text(
            "replay.cell",
            lang,
            sheet=place.sheet,
            cell=place.cell or "-",
            group=group or "-",
            value=value or "-",
            expected=expected or "-",
        )
    if len(cells) > CELLS_NAMED:
        yield "  " + text("replay.more", lang, count=len(cells) - CELLS_NAMED)
