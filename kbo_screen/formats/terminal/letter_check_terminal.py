"""The check of a letter on the terminal: what each part rests on, and in full every sentence."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.console import print_line
from kbo_screen.formats.terminal.padded_table import TableColumn, TableRow, show_table
from kbo_screen.formats.terminal.screen_parts import (
    print_aside,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.results.schemas import (
        LetterCheckPayload,
        LetterPartShape,
        LetterSentenceShape,
    )

_COLUMNS: Final = ("part", "clause", "sentences", "examples")
_COLUMNS_OF_RUN: Final = ("yes", "no", "unknown", "groups")
_NUMBERS: Final = ("examples", *_COLUMNS_OF_RUN)
#: The kinds of parts that rest on a sentence, as its lines of detail name them.
_RESTING: Final = (
    "clauses",
    "fields",
    "conditions",
    "tiers",
    "readings",
    "not_encoded",
    "printed_errors",
)
_ABSENT: Final = "-"


def show_letter_check(
    payload: LetterCheckPayload,
    lang: str,
    screen: Screen,
    *,
    in_full: bool,
) -> None:
    """Show what was checked, the sentences by state, what each part rests on; in full each sentence too."""
    print_line(screen, _head(payload, lang), style="bold")
    _show_text(payload, lang, screen)
    _show_warnings(payload, lang, screen)
    _show_parts(payload["parts"], lang, screen)
    if in_full:
        for sentence in payload["sentences"]:
            _show_sentence(sentence, lang, screen)
    elif payload["sentences"]:
        print_aside(screen, text("letter_check.more", lang))


def _head(payload: LetterCheckPayload, lang: str) -> str:
    """That the letter file is fine, or in how many places it departs from the letter."""
    severities = [finding["severity"] for finding in payload["findings"]]
    departures = severities.count("error")
    return text(
        "letter_check.departs" if departures else "letter_check.fine",
        lang,
        letter=payload["letter"],
        conditions=payload["conditions"],
        tiers=payload["tiers"],
        examples=payload["examples"],
        count=departures,
    )


def _show_text(
    payload: LetterCheckPayload,
    lang: str,
    screen: Screen,
) -> None:
    """Show which text it is, and how many of its sentences have which place."""
    received = payload["text"]
    if received is None:
        return
    is_same = received["is_as_received"]
    words = text(
        "letter_check.text.same" if is_same else "letter_check.text.changed",
        lang,
        file=received["file"],
        count=received["sentences"],
    )
    print_line(screen, words)
    print_aside(screen, f"SHA-256 {received['sha256']}", indent=2)
    parts = []
    for state, count in received["states"].items():
        if count or state == "not_covered":
            words = text(f"letter_check.state.{state}", lang)
            parts.append(f"{words} {count}")
    print_line(screen, " | ".join(parts))
    screen.print()


def _show_warnings(
    payload: LetterCheckPayload,
    lang: str,
    screen: Screen,
) -> None:
    """Show what is worth knowing; errors are said when the command ends."""
    findings = payload["findings"]
    warnings = [finding for finding in findings if finding["severity"] != "error"]
    for finding in warnings:
        mark = text(f"words.severity.{finding['severity']}", lang)
        print_line(screen, f"{mark}  [{finding['code']}]", style="yellow")
        print_line(screen, finding["message"], indent=2)
        print_aside(screen, finding["remedy"], indent=2)
    if warnings:
        screen.print()


def _show_parts(
    parts: Sequence[LetterPartShape],
    lang: str,
    screen: Screen,
) -> None:
    """Show every rule with its sentences and examples, in a run the rows that it hits; readings by clause."""
    has_run = any(part["groups"] is not None for part in parts)
    names = [*_COLUMNS, *_COLUMNS_OF_RUN] if has_run else [*_COLUMNS]
    columns = [
        TableColumn(text(f"letter_check.column.{name}", lang), name in _NUMBERS)
        for name in names
    ]
    rows = [TableRow(cells[: len(names)]) for cells in _cells_of_parts(parts, lang)]
    show_table(screen, columns, rows)
    screen.print()
    _show_deciding_readings(parts, lang, screen)


def _cells_of_parts(parts: Sequence[LetterPartShape], lang: str) -> Iterator[list[str]]:
    for part in parts:
        if part["kind"] != "reading":
            yield _cells_of_rule(part, lang)
    readings = [part for part in parts if part["kind"] == "reading"]
    readings.sort(key=_clause_of)
    for clause, group in groupby(readings, key=_clause_of):
        yield _cells_of_readings(clause, list(group), lang)


def _cells_of_rule(part: LetterPartShape, lang: str) -> list[str]:
    name = part["id"]
    if part["kind"] in ("preference", "quota"):
        name = text(f"letter_check.part.{part['kind']}", lang)
    numbers = number_ranges(part["sentences"])
    examples = str(len(part["examples"]))
    return [name, part["clause"], numbers, examples, *_cells_of_run(part)]


def _cells_of_readings(
    clause: str,
    readings: Sequence[LetterPartShape],
    lang: str,
) -> list[str]:
    """The readings of one clause, counted, and the sentences on which any of them rests."""
    name = text("letter_check.part.reading", lang, count=len(readings))
    sentences: set[int] = set()
    for reading in readings:
        sentences.update(reading["sentences"])
    numbers = number_ranges(sorted(sentences))
    absent = [_ABSENT] * (1 + len(_COLUMNS_OF_RUN))
    return [name, clause, numbers, *absent]


def _show_deciding_readings(
    parts: Sequence[LetterPartShape],
    lang: str,
    screen: Screen,
) -> None:
    """Show in a run the other sides of readings that decide something, each with how many groups it decides."""
    of_parts = chain.from_iterable(part["sides"] or () for part in parts)
    sides = [side for side in of_parts if side["districts_changed"]]
    if sides:
        counts = [f"{side['id']} {side['decides']:,}" for side in sides]
        words = text("letter_check.decide", lang, readings=", ".join(counts))
        print_line(screen, words)
        screen.print()


def _clause_of(part: LetterPartShape) -> str:
    return part["clause"]


def _cells_of_run(part: LetterPartShape) -> list[str]:
    """The products for which a condition holds, does not, may; the groups of any other rule."""
    products, groups = part["products"], part["groups"]
    counts = [_ABSENT] * 3
    if products:
        counts = [f"{products[answer]:,}" for answer in ("yes", "no", "unknown")]
    return [*counts, _ABSENT if groups is None else f"{groups:,}"]


def number_ranges(numbers: Sequence[int]) -> str:
    """Numbers in order, those in a row as a range.

    >>> number_ranges([13, 17, 18, 19]), number_ranges([])
    ('13, 17–19', '-')
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    words = ["–".join(map(str, ends)) for ends in ranges]
    return ", ".join(words) or _ABSENT


def _show_sentence(
    sentence: LetterSentenceShape,
    lang: str,
    screen: Screen,
) -> None:
    """Show a sentence, what becomes of it, and everything that rests on it."""
    head = text(
        "letter_check.sentence",
        lang,
        number=sentence["number"],
        line=sentence["line"],
        state=text(f"letter_check.state.{sentence['state']}", lang),
    )
    print_line(screen, head, style="bold")
    print_line(screen, sentence["words"], indent=2)
    for line in _resting_lines(sentence, lang):
        print_aside(screen, line, indent=4)


def _resting_lines(sentence: LetterSentenceShape, lang: str) -> Iterable[str]:
    for name in _RESTING:
        ids = [*sentence[name]]
        if name == "tiers":
            rules = [each for each in ("preference", "quota") if sentence[each]]
            ids += [text(f"letter_check.part.{rule}", lang) for rule in rules]
        if ids:
            label = text(f"letter_check.rests.{name}", lang)
            yield f"{label}: {', '.join(ids)}"
    if sentence["examples"]:
        label = text("letter_check.rests.examples", lang)
        yield f"{label}: {len(sentence['examples'])}"
    if sentence["not_covered"]:
        label = text("letter_check.rests.not_covered", lang)
        yield f"{label}: {sentence['not_covered']}"
