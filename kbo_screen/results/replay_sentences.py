"""What came of a replay, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.desk.run import AnswerReceipt
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
    """The verdict, the inputs that changed, and the cells that differ: place, value, what it should be, group.

    A cell without a sheet is the path of a value in JSON.
    """
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
            _text_of(place, value),
            lang,
            sheet=place.sheet or "",
            cell=place.cell or "-",
            group=group or "-",
            value=value or "-",
            expected=expected or "-",
        )
    if len(cells) > CELLS_NAMED:
        yield "  " + text("replay.more", lang, count=len(cells) - CELLS_NAMED)


def _text_of(place: Place, value: str) -> str:
    """The text of a difference: in a value of JSON, in a cell, or of a whole sheet."""
    if not place.sheet:
        return "replay.value"
    if place.cell:
        return "replay.cell"
    return "replay.sheet" if value else "replay.missing_sheet"


def answer_lines(
    changes: Sequence[tuple[str, AnswerReceipt]],
    lang: str,
) -> Iterator[str]:
    """The answers that are now others, gone or new; that all are as they were where there is none."""
    if not changes:
        yield "  " + text("replay.answer.none", lang)
    for kind, answer in changes:
        yield "  " + text(
            f"replay.answer.{kind}",
            lang,
            group=answer.group or "-",
            question=answer.question or "-",
            place=answer.place.in_words,
        )
