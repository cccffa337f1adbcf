"""What an office says of a new letter: the options, and what is asked on a terminal where no option says it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from kbo_screen.cli import options as o
from kbo_screen.findings import UsageError
from kbo_screen.findings.catalogue import text
from kbo_screen.vocabulary.thai_text import to_ascii_digits

if TYPE_CHECKING:
    import datetime as dt

    from kbo_screen.letters.model import Letter, Quota
    from kbo_screen.letters.next_letter import NextLetter, NextQuota

#: What says that a letter has none: no meeting, no number of a district.
_NONE: Final = ("-", "ไม่มี", "none")
_UNITS: Final = ("groups", "products")


def _fact(name: str, metavar: str) -> object:
    return o.option(f"--{name}", metavar=metavar, help=f"letter_new.{name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What options say of the new letter, each as typed; None where none does."""

    number: Annotated[str | None, _fact("number", "TEXT")] = None
    date: Annotated[str | None, _fact("date", "DATE")] = None
    fiscal_year: Annotated[str | None, _fact("fiscal-year", "YEAR")] = None
    round: Annotated[str | None, _fact("round", "YEAR")] = None
    province: Annotated[str | None, _fact("province", "NAME")] = None
    quota: Annotated[str | None, _fact("quota", "N")] = None
    province_quota: Annotated[str | None, _fact("province-quota", "N")] = None
    unit: Annotated[str | None, _fact("unit", "UNIT")] = None
    deadline: Annotated[str | None, _fact("deadline", "DATE")] = None
    meeting: Annotated[str | None, _fact("meeting", "DATE")] = None
    place: Annotated[str | None, _fact("place", "TEXT")] = None


class LetterQuestions:
    """Every fact of a new letter: what its option says, else what a person types, else what the old letter says.

    Raises UsageError for a fact that nobody gives and that no letter takes over, and for a word that is no such fact.
    """

    def __init__(
        self,
        facts: LetterFacts,
        base: Letter,
        lang: str,
    ) -> None:
        self._facts = facts
        self._base = base
        self._lang = lang

    def next_letter(self, letter_id: str) -> NextLetter:
        """All facts, asked in the order in which a letter says them."""
        from kbo_screen.letters.next_letter import NextLetter

        base = self._base
        number = self._words("number", base.number)
        written = self._day("date", base.date)
        fiscal_year_be = self._count("fiscal-year", base.fiscal_year_be + 1)
        round_be = self._count("round", base.star_year_be or fiscal_year_be - 1)
        province = self._words("province", base.province)
        quota = self._quota(base.quota)
        deadline = self._day("deadline", base.deadline.used)
        meeting, place = self._meeting()
        return NextLetter(
            id=letter_id,
            number=number,
            date=written,
            fiscal_year_be=fiscal_year_be,
            round_be=round_be,
            province=province,
            quota=quota,
            deadline=deadline,
            meeting=meeting,
            place=place,
        )

    def _quota(self, base: Quota) -> NextQuota:
        """A number of the province, and another unit, are asked for only where the old letter has one."""
        from kbo_screen.letters.next_letter import NextQuota

        least = self._count_or_none("quota", base.groups_per_district)
        per_province = base.per_province
        if per_province is not None or self._option("province-quota"):
            per_province = self._count_or_none("province-quota", per_province)
        unit = self._option("unit") or base.unit
        if unit not in _UNITS:
            raise _unusable("unit", unit)
        return NextQuota(least, per_province, unit)

    def _meeting(self) -> tuple[dt.date | None, str]:
        """The day and the place of the meeting; None and "" where there is none.

        Raises UsageError for a day where the old letter tells of no meeting: hour and clause are nowhere then.
        """
        old, day = self._base.meeting, self._option("meeting")
        if old is None:
            if day and day not in _NONE:
                raise UsageError.of("usage.no-meeting", value=self._base.id)
            return None, ""
        words = self._day_words("meeting", old.used)
        if words in _NONE:
            return None, ""
        return _day_of("meeting", words), self._words("place", old.place)

    def _words(self, name: str, old: str) -> str:
        """A text; where nothing is typed the old one."""
        return self._option(name) or self._typed(name, old) or old

    def _count(self, name: str, old: int) -> int:
        """A whole number."""
        return _count_of(name, self._words(name, str(old)))

    def _count_or_none(self, name: str, old: int | None) -> int | None:
        """The same, or None for a dash or a word that says that there is none."""
        words = self._words(name, _NONE[0] if old is None else str(old))
        return None if words in _NONE else _count_of(name, words)

    def _day(self, name: str, old: dt.date) -> dt.date:
        """A date, which no letter takes over from another."""
        return _day_of(name, self._day_words(name, old))

    def _day_words(self, name: str, old: dt.date) -> str:
        from kbo_screen.vocabulary.dates import letter_date

        words = self._option(name) or self._typed(name, letter_date(old, self._lang))
        if not words:
            raise UsageError.of("usage.missing-fact", value=f"--{name}")
        return words

    def _option(self, name: str) -> str | None:
        value: str | None = getattr(self._facts, name.replace("-", "_"))
        return value

    def _typed(self, name: str, old: str) -> str:
        from kbo_screen.cli.prompts import ask_line, leaving_politely

        if not sys.stdin.isatty():
            return ""
        question = text(
            "letter.new.ask",
            self._lang,
            what=text(f"help.letter_new.{name}", self._lang),
            old=old,
        )
        with leaving_politely(self._lang):
            return ask_line(question)


def _count_of(name: str, words: str) -> int:
    digits = to_ascii_digits(words.strip())
    if not digits.isdigit():
        raise _unusable(name, words)
    return int(digits)


def _day_of(name: str, words: str) -> dt.date:
    from kbo_screen.vocabulary.dates import read_date

    date = read_date(words).date
    if date is None:
        raise _unusable(name, words)
    return date


def _unusable(name: str, words: str) -> UsageError:
    return UsageError.of("usage.bad-fact", value=words, option=f"--{name}")
