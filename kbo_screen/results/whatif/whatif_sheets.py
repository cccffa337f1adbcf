"""The same registry under changed letters, as sheets: the variants, the groups that move, the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.sheets.district_view import view_of
from kbo_screen.results.sheets.receipt_sheet import receipt_sheet
from kbo_screen.results.sheets.sheet import Line, Sheet
from kbo_screen.results.sheets.sheet_parts import (
    labelled_columns,
    plain_note,
    title_block,
)
from kbo_screen.results.whatif.whatif_payload import (
    is_changed,
    moves_of,
    variant_payload,
)
from kbo_screen.results.whatif.whatif_sentences import (
    short_line,
    status_counts,
    why_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.variant_results import VariantResult
    from kbo_screen.results.schemas import VariantShape
    from kbo_screen.results.sheets.sheet import Rows

_VARIANTS: Final = {
    "change": 60,
    "met": 14,
    "confirm": 18,
    "short": 14,
    "enters": 12,
    "leaves": 12,
}
_MOVES: Final = {
    "change": 34,
    "district": 20,
    "status_now": 24,
    "status": 24,
    "move": 10,
    "group": 36,
    "why": 40,
}
_CENTRED: Final = frozenset({"met", "confirm", "short", "enters", "leaves", "move"})


def whatif_sheets(run: Run, results: Sequence[VariantResult]) -> Iterator[Sheet]:
    """The sheets of the comparison."""
    variants = [variant_payload(run, result) for result in results]
    yield _variants_sheet(run, results, variants)
    yield _moves_sheet(run, variants)
    yield receipt_sheet(view_of(run), for_replay=True)


def _sheet(
    run: Run,
    name: str,
    widths: dict[str, int],
    rows: Rows,
    notes: Iterable[Line] = (),
) -> Sheet:
    lang = run.lang
    return Sheet(
        name=text(f"whatif.sheet.{name}", lang),
        title_block=title_block(run, text(f"whatif.title.{name}", lang)),
        columns=labelled_columns("whatif.sheet_column", widths, lang, centred=_CENTRED),
        rows=rows,
        notes=list(notes),
    )


def _variants_sheet(
    run: Run,
    results: Sequence[VariantResult],
    variants: list[VariantShape],
) -> Sheet:
    """How many districts are met under the letter and under every variant, and which are short."""
    rows = _variant_rows(run, results)
    return _sheet(
        run,
        "variants",
        _VARIANTS,
        rows,
        _variant_notes(run, variants),
    )


def _variant_rows(run: Run, results: Sequence[VariantResult]) -> Rows:
    statuses_now = status_counts(run.screening.districts)
    yield [text("whatif.letter", run.lang), *statuses_now, None, None]
    for result in results:
        statuses = status_counts(result.screening.districts)
        enters, leaves = len(result.entering), len(result.leaving)
        yield [result.variant, *statuses, enters, leaves]


def _variant_notes(run: Run, variants: list[VariantShape]) -> Iterator[Line]:
    lang = run.lang
    for variant in variants:
        line = short_line(variant["short"], lang)
        yield Line(f"{variant['variant']}: {line}", "plain")
        if province := variant["of_province"]:
            yield Line(text("whatif.elsewhere", lang, province=province), "stamp")
    yield plain_note("whatif.only_asks", lang)


def _moves_sheet(run: Run, variants: list[VariantShape]) -> Sheet:
    """A row per group that moves, and one per district whose status alone changes."""
    return _sheet(
        run,
        "moves",
        _MOVES,
        _move_rows(variants, run.lang),
    )


def _move_rows(variants: list[VariantShape], lang: str) -> Rows:
    for variant in variants:
        for district in filter(is_changed, variant["districts"]):
            facts = [
                variant["variant"],
                district["district"],
                text(f"words.status.{district['status_now']}", lang),
                text(f"words.status.{district['status']}", lang),
            ]
            moves = moves_of(district)
            for move, group in moves:
                yield [
                    *facts,
                    text(f"whatif.column.{move}", lang),
                    group["group_name"],
                    why_words(group, move, lang),
                ]
            if not moves:
                yield [*facts, None, None, None]
