"""The letter as the program understands it, on a screen and as the page of the documents.

Knows how a letter reads. Refuses to know products.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal import print_line
from kbo_screen.letters.letter_checks import field_value
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from kbo_screen.letters.model import Letter, Reading

Section = tuple[str, list[list[str]]]


def show_letter(letter: Letter, lang: str, console: Console) -> None:
    """Show every part of a letter, each under its heading; the first line of an item stands out."""
    for title, items in letter_sections(letter, lang):
        print_line(console, title, style="bold")
        for first, *rest in items:
            print_line(console, first, indent=2)
            for line in rest:
                print_line(console, line, indent=6, style="dim")
        console.print()


def letter_markdown(letter: Letter, lang: str) -> str:
    """The same as a page of Markdown."""
    lines = []
    for title, items in letter_sections(letter, lang):
        lines += [f"## {title}", ""]
        for first, *rest in items:
            lines += [f"- {first}", *(f"  - {line}" for line in rest)]
        lines.append("")
    return "\n".join(lines)


def letter_sections(letter: Letter, lang: str) -> Iterator[Section]:
    """Every part of a letter: a heading and its items, each a first line and lines of detail."""
    yield _head(letter, lang)
    yield (
        _title("clauses", lang),
        [
            [f"{c.id}  {c.th}", *([c.en] if lang == "en" else [])]
            for c in letter.clauses
        ],
    )
    yield (
        _title("conditions", lang),
        [
            [
                f"{c.id}  ({c.clause})  {c.wording.to(lang)}",
                text(f"letter.kind.{c.kind}", lang)
                + " | "
                + text(f"letter.no_source.{c.no_source}", lang),
            ]
            for c in letter.conditions
        ],
    )
    yield (
        _title("tiers", lang),
        [
            [
                f"{tier.id}  ({tier.clause})  {tier.name.to(lang)}",
                " + ".join(tier.requires),
            ]
            for tier in letter.tiers
        ],
    )
    yield _title("order", lang), _order(letter, lang)
    yield (
        _title("readings", lang),
        [_reading(reading, letter, lang) for reading in letter.readings],
    )
    yield (
        _title("printed_errors", lang),
        [
            [
                e.printed,
                e.fault.to(lang),
                text("letter.used", lang, words=e.used.to(lang)),
            ]
            for e in letter.printed_errors
        ],
    )
    yield (
        _title("not_encoded", lang),
        [
            [
                f"({n.clause})  {n.what.to(lang)}",
                text("letter.why", lang, words=n.why.to(lang)),
            ]
            for n in letter.not_encoded
        ],
    )
    yield (
        _title("examples", lang),
        [
            [
                f"{e.id}  ({e.clause})  {e.words.to(lang)}",
                _outcome(letter, e.tier, e.certainty, lang),
            ]
            for e in letter.examples
        ],
    )


def _title(name: str, lang: str) -> str:
    return text(f"letter.title.{name}", lang)


def _head(letter: Letter, lang: str) -> Section:
    deadline, meeting = letter.deadline, letter.meeting
    dates = [
        text(
            "letter.date",
            lang,
            what=text(f"letter.{name}", lang),
            printed=date.printed,
            used=thai_date(date.used, lang),
        )
        for name, date in (("deadline", deadline), ("meeting", meeting))
    ]
    items = [
        [
            f"{letter.number}  {thai_date(letter.date, lang)}",
            letter.issuer.to(lang),
            letter.subject,
        ],
        [
            text(
                "letter.scope",
                lang,
                province=letter.province,
                count=len(letter.districts),
            )
        ],
        [", ".join(f"{d.code} {d.name}" for d in letter.districts)],
        [letter.quota.wording.to(lang) + f" ({letter.quota.clause})"],
        *([date] for date in dates),
    ]
    return text("letter.title.head", lang), items


def _order(letter: Letter, lang: str) -> list[list[str]]:
    items = []
    if letter.preference:
        items.append(
            [f"({letter.preference.clause})  {letter.preference.wording.to(lang)}"]
        )
    ours = text("letter.ours", lang)
    return items + [[f"{tie.wording.to(lang)}  [{ours}]"] for tie in letter.tie_breaks]


def _reading(reading: Reading, letter: Letter, lang: str) -> list[str]:
    """The question, the side taken, the other one, why, and the field of the letter file that holds it."""
    lines = [
        f"{reading.id}  ({reading.clause})  {reading.question.to(lang)}",
        text("letter.chosen", lang, words=reading.chosen.to(lang)),
        text("letter.other", lang, words=reading.other.to(lang)),
        text("letter.why", lang, words=reading.why.to(lang)),
    ]
    if reading.field is not None:
        value = field_value(letter, reading.field)
        words = ", ".join(value) if isinstance(value, tuple) else str(value)
        lines.append(text("letter.field", lang, field=reading.field, value=words))
    return lines


def _outcome(letter: Letter, tier: str, certainty: str | None, lang: str) -> str:
    if tier == "none":
        return "= " + text("words.outcome.not_listed", lang)
    name = next(t.name.to(lang) for t in letter.tiers if t.id == tier)
    return f"= {name} | " + text(f"words.certainty.{certainty}", lang)
