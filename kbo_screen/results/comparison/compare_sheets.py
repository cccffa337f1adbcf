"""Two editions compared, as sheets: the sums of every district, who moved and why, what both were made of."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.comparison.compare_payload import TOTALS
from kbo_screen.results.comparison.compare_sentences import (
    causes_in_words,
    causes_of_all,
    difference_words,
    district_label,
    editions_line,
    has_several_provinces,
    homes_of,
    lines_of_all,
    name_words,
    proofs_line,
    standing_in_words,
)
from kbo_screen.results.sheets.sheet import Line, Sheet
from kbo_screen.results.sheets.sheet_parts import labelled_columns, plain_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.results.schemas import ComparedEditionShape, ComparePayload
    from kbo_screen.results.sheets.sheet import Rows

_DISTRICTS: Final = {"district": 24, **dict.fromkeys(TOTALS, 12)}
_MOVES: Final = {
    "district": 20,
    "move": 18,
    "group": 36,
    "old": 36,
    "new": 36,
    "why": 66,
}
_RECEIPTS: Final = {"what": 30, "old": 70, "new": 70}
#: Of a district, or of all, the sums in the order of their columns.
_sums_in_order: Final = itemgetter(*TOTALS)


def compare_sheets(payload: ComparePayload, lang: str) -> Iterator[Sheet]:
    """The sheets of the comparison."""
    names = _district_names(payload)
    yield _districts_sheet(
        payload,
        names,
        lang,
    )
    yield _moves_sheet(
        payload,
        names,
        lang,
    )
    yield _receipts_sheet(payload, lang)


def _district_names(payload: ComparePayload) -> list[str]:
    with_province = has_several_provinces(payload)
    return [
        district_label(district, with_province=with_province)
        for district in payload["districts"]
    ]


def _sheet(
    payload: ComparePayload,
    name: str,
    widths: dict[str, int],
    rows: Rows,
    lang: str,
) -> Sheet:
    """A sheet with its title and the names of both editions."""
    title = text(f"compare.title.{name}", lang)
    return Sheet(
        name=text(f"compare.sheet.{name}", lang),
        title_block=(Line(title, "title"), Line(editions_line(payload, lang))),
        columns=labelled_columns(
            "compare.sheet_column",
            widths,
            lang,
            centred=TOTALS,
        ),
        rows=rows,
    )


def _districts_sheet(
    payload: ComparePayload,
    names: Iterable[str],
    lang: str,
) -> Sheet:
    rows = _district_rows(payload, names)
    total = [text("compare.total", lang), *_sums_in_order(payload["totals"])]
    sheet = _sheet(
        payload,
        "districts",
        _DISTRICTS,
        rows,
        lang,
    )
    return sheet._replace(total=total, notes=[plain_note("compare.sums", lang)])


def _district_rows(payload: ComparePayload, names: Iterable[str]) -> Rows:
    for name, district in zip(names, payload["districts"], strict=True):
        yield [name, *_sums_in_order(district)]


def _moves_sheet(
    payload: ComparePayload,
    names: Iterable[str],
    lang: str,
) -> Sheet:
    rows = _move_rows(
        payload,
        names,
        lang,
    )
    sheet = _sheet(
        payload,
        "moves",
        _MOVES,
        rows,
        lang,
    )
    of_all = lines_of_all(
        payload,
        homes_of(payload),
        lang,
    )
    return sheet._replace(
        title_block=(*sheet.title_block, *map(Line, of_all)),
        notes=[Line(proofs_line(payload, lang), "plain")],
    )


def _move_rows(
    payload: ComparePayload,
    names: Iterable[str],
    lang: str,
) -> Rows:
    homes = homes_of(payload)
    of_all = causes_of_all(payload)
    for name, district in zip(names, payload["districts"], strict=True):
        for group in district["groups"]:
            yield [
                name,
                text(f"compare.move.{group['move']}", lang),
                name_words(group, lang),
                standing_in_words(group["old"], lang),
                standing_in_words(group["new"], lang),
                "\n".join(causes_in_words(group, homes, lang, of_all)),
            ]


def _receipts_sheet(payload: ComparePayload, lang: str) -> Sheet:
    differences = [difference_words(each, lang) for each in payload["differences"]]
    rows = _receipt_rows(payload, lang)
    sheet = _sheet(
        payload,
        "receipts",
        _RECEIPTS,
        rows,
        lang,
    )
    return sheet._replace(
        notes=[Line(words, "plain") for words in differences],
        has_filter=False,
    )


def _receipt_rows(payload: ComparePayload, lang: str) -> Rows:
    old = _receipt_parts(payload["old"], lang)
    new = _receipt_parts(payload["new"], lang)
    for label, words in old.items():
        yield [label, words, new[label]]


def _receipt_parts(edition: ComparedEditionShape, lang: str) -> dict[str, str]:
    """What an edition was made of, by the label of its row."""
    receipt = edition["receipt"]
    options = [f"{name}={value}" for name, value in receipt["options"].items()]
    inputs = [f"{file['name']}\nSHA-256 {file['sha256']}" for file in receipt["inputs"]]
    letter = f"{receipt['letter_id']}\nSHA-256 {receipt['letter_sha256']}"
    return {
        text("workbook.receipt.program", lang): f"kbo-screen {receipt['version']}",
        text("workbook.receipt.letter", lang): letter,
        text("workbook.receipt.time", lang): str(receipt["time"]),
        text("workbook.receipt.input", lang): "\n".join(inputs),
        text("workbook.receipt.options", lang): ", ".join(options),
    }
