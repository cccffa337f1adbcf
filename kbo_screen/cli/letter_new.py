"""`kbo-screen letter new`: next year's letter from this year's; what no option says is asked on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kbo_screen.cli import options as o
from kbo_screen.findings import Place, UsageError, make_finding
from kbo_screen.findings.catalogue import text
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    import datetime as dt

    from kbo_screen.letters.model import Letter

#: What says that a letter calls nobody to a meeting.
_NONE: Final = ("-", "ไม่มี", "none")
FromOption = Annotated[
    str,
    typer.Option("--from", metavar="ID|FILE", help=o.help_text("letter_new.from")),
]
NewFileOption = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        readable=False,
        help=o.help_text("letter_new.output"),
    ),
]


def _fact(name: str, metavar: str) -> object:
    return typer.Option(
        f"--{name}", metavar=metavar, help=o.help_text(f"letter_new.{name}")
    )


class _Asking:
    """What an option says, else what a person types on a terminal, else what the old letter says.

    Raises UsageError for a fact that nobody gives and that no letter takes over, and for a word that is no such fact.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def words(self, name: str, value: str | None, old: str) -> str:
        """A text; where nothing is typed the old one."""
        return value or self._typed(name, old) or old

    def count(self, name: str, value: str | None, old: int) -> int:
        """A whole number."""
        from kbo_screen.vocabulary.thai_text import to_ascii_digits

        words = to_ascii_digits(self.words(name, value, str(old)).strip())
        if not words.isdigit():
            raise _unusable(name, words)
        return int(words)

    def day(self, name: str, value: str | None, old: dt.date) -> dt.date:
        """A date, which no letter takes over from another."""
        return _day_of(name, self._day_words(name, value, old))

    def day_or_none(self, name: str, value: str | None, old: dt.date) -> dt.date | None:
        """The same, or None for a dash or a word that says that there is none."""
        words = self._day_words(name, value, old)
        return None if words in _NONE else _day_of(name, words)

    def _day_words(self, name: str, value: str | None, old: dt.date) -> str:
        from kbo_screen.vocabulary.dates import letter_date

        words = value or self._typed(name, letter_date(old, self.lang))
        if not words:
            raise UsageError(make_finding("usage.missing-fact", value=f"--{name}"))
        return words

    def _typed(self, name: str, old: str) -> str:
        from kbo_screen.cli.prompts import ask_line, leaving_politely

        if not sys.stdin.isatty():
            return ""
        question = text(
            "letter.new.ask",
            self.lang,
            what=text(f"help.letter_new.{name}", self.lang),
            old=old,
        )
        with leaving_politely(self.lang):
            return ask_line(question)


def _day_of(name: str, words: str) -> dt.date:
    from kbo_screen.vocabulary.dates import read_date

    date = read_date(words).date
    if date is None:
        raise _unusable(name, words)
    return date


def _ask_meeting(
    ask: _Asking,
    base: Letter,
    day: str | None,
    place: str | None,
) -> tuple[dt.date | None, str]:
    """The day and the place of the meeting; None and "" where there is none.

    Raises UsageError for a day where the base tells of no meeting: hour and clause are nowhere then.
    """
    if base.meeting is None:
        if day and day not in _NONE:
            raise UsageError(make_finding("usage.no-meeting", value=base.id))
        return None, ""
    used = ask.day_or_none("meeting", day, base.meeting.used)
    if used is None:
        return None, ""
    return used, ask.words("place", place, base.meeting.place)


def _unusable(name: str, words: str) -> UsageError:
    return UsageError(make_finding("usage.bad-fact", value=words, option=f"--{name}"))


def new(
    output: NewFileOption,
    base: FromOption = DEFAULT_LETTER,
    number: Annotated[str | None, _fact("number", "TEXT")] = None,
    date: Annotated[str | None, _fact("date", "DATE")] = None,
    fiscal_year: Annotated[str | None, _fact("fiscal-year", "YEAR")] = None,
    star_round: Annotated[str | None, _fact("round", "YEAR")] = None,
    province: Annotated[str | None, _fact("province", "NAME")] = None,
    quota: Annotated[str | None, _fact("quota", "N")] = None,
    deadline: Annotated[str | None, _fact("deadline", "DATE")] = None,
    meeting: Annotated[str | None, _fact("meeting", "DATE")] = None,
    place: Annotated[str | None, _fact("place", "TEXT")] = None,
    force: o.ForceOption = False,
    lang: o.LangOption = "th",
    debug: o.DebugOption = False,
) -> None:
    """Write a letter file that extends another and says only what differs."""
    from kbo_screen.letters.next_letter import NextLetter
    from kbo_screen.tasks.new_letter import make_next_letter, open_base

    if output.exists() and not force:
        raise UsageError(make_finding("output.exists", Place(output.name)))
    loaded = open_base(base)
    letter = loaded.letter
    ask = _Asking(lang)
    number = ask.words("number", number, letter.number)
    written = ask.day("date", date, letter.date)
    fiscal_year_be = ask.count("fiscal-year", fiscal_year, letter.fiscal_year_be + 1)
    round_be = ask.count("round", star_round, letter.star_year_be or fiscal_year_be - 1)
    province = ask.words("province", province, letter.province)
    n_groups = ask.count("quota", quota, letter.quota.least_per_district)
    due = ask.day("deadline", deadline, letter.deadline.used)
    day_of_meeting, place_of_meeting = _ask_meeting(ask, letter, meeting, place)
    facts = NextLetter(
        id=output.stem.lower().replace("-", "_"),
        number=number,
        date=written,
        fiscal_year_be=fiscal_year_be,
        round_be=round_be,
        province=province,
        groups_per_district=n_groups,
        deadline=due,
        meeting=day_of_meeting,
        place=place_of_meeting,
    )
    base_name = str(Path(base).resolve()) if base.endswith(".toml") else base
    made = make_next_letter(loaded, base_name, facts)
    output.write_text(made.text, encoding="utf-8")
    typer.echo(text("letter.new.written", lang, file=output.name, base=letter.id))
    for failing in made.undecided:
        typer.echo(
            text(
                "letter.new.undecided",
                lang,
                id=failing.example.id,
                words=failing.example.words.to(lang),
                expected=failing.expected,
                found=failing.outcome,
            )
        )
