"""All lists together: which of a district's files counts, groups that two districts claim, who was late or silent.

Knows what only shows when every list is seen. Refuses to judge a list by itself. A finding about a list comes with the
list's position, None where it is about none.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.letters.deadline import deadline_words
from kbo_screen.vocabulary.dates import thai_date
from kbo_screen.vocabulary.thai_text import to_thai_digits
from kbo_screen.vocabulary.year_bounds import bounded_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kbo_screen.checking.check_result import CheckedDistrict, CheckedFile, Claim
    from kbo_screen.desk.run import Run
    from kbo_screen.registry.registry import ScopeDistrict
    from kbo_screen.registry.submission import Submission
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: A finding and the position of the file that it concerns.
Concerning = tuple[int | None, Finding]
#: What may say which of two lists is newer, the first that differs.
_DATES: Final = ("received", "reported", "saved")


@dataclass(frozen=True, slots=True)
class Counting:
    """Which files count. newest: per district the position of the file; superseded: files of which another counts."""

    newest: Mapping[int, int]
    superseded: frozenset[int]
    findings: tuple[Concerning, ...]


def pick_files(files: Sequence[CheckedFile], bounds: DateBounds) -> Counting:
    """Per district the file that counts: of those that can be used, the one received, reported or saved last.

    bounds: what a date of report can be.
    """
    of_district: dict[int, list[int]] = defaultdict(list)
    for position, file in enumerate(files):
        if file.submission.district_ix is not None:
            of_district[file.submission.district_ix].append(position)
    newest: dict[int, int] = {}
    superseded: set[int] = set()
    found: list[Concerning] = []
    for ix, positions in of_district.items():
        usable = [position for position in positions if files[position].is_usable]
        last = newest[ix] = max(
            usable or positions, key=lambda position: _age(files[position], bounds)
        )
        for position in positions if usable else ():
            if position == last:
                continue
            if position in usable:
                superseded.add(position)
            found.append(
                (
                    position,
                    _not_counted(
                        files[position],
                        files[last],
                        bounds,
                        is_usable=position in usable,
                    ),
                )
            )
    return Counting(newest, frozenset(superseded), tuple(found))


def check_claims(
    files: Sequence[CheckedFile],
    counting: Collection[int],
    scope: Sequence[ScopeDistrict],
) -> Iterator[Concerning]:
    """One group in the lists of two districts, at the cell of each, naming the other.

    A district whose group it is by the registry is not held up where the others' are not: the finding is then about
    none of the lists at its cell.
    """
    claims = [
        (position, claim)
        for position in sorted(counting)
        for claim in files[position].claims
    ]
    by_identity: dict[int | str, list[tuple[int, Claim]]] = defaultdict(list)
    for position, claim in claims:
        for identity in claim.identities:
            by_identity[identity].append((position, claim))
    for position, claim in claims:
        others = {
            other: theirs
            for identity in claim.identities
            for other, theirs in by_identity[identity]
            if other != position
        }
        if others:
            is_settled = claim.is_own and not any(
                theirs.is_own for theirs in others.values()
            )
            finding = make_finding(
                "cross.claimed-twice",
                claim.place,
                value=claim.name,
                district=_district(files[position].submission, scope),
                other_place=", ".join(
                    others[other].place.whole for other in sorted(others)
                ),
                other_district=", ".join(
                    _district(files[other].submission, scope)
                    for other in sorted(others)
                ),
                meanwhile=_meanwhile(is_settled=is_settled, is_own=claim.is_own),
            )
            yield None if is_settled else position, finding


def _meanwhile(*, is_settled: bool, is_own: bool) -> dict[str, str]:
    """What becomes of the group in this list until the districts have settled whose it is."""
    slug = "own" if is_settled else "held" if is_own else "not_own"
    return {lang: text(f"validate.meanwhile.{slug}", lang) for lang in LANGUAGES}


def check_late(
    files: Sequence[CheckedFile], superseded: Collection[int], run: Run
) -> Iterator[Concerning]:
    """Lists received after the letter's deadline; not those of which another counts."""
    due, clause = run.letter.due_date, run.letter.deadline.clause
    for position, file in enumerate(files):
        if position not in superseded and file.received and file.received > due:
            yield (
                position,
                make_finding(
                    "cross.late",
                    Place(file.submission.file),
                    value=file.received.isoformat(),
                    date={lang: thai_date(file.received, lang) for lang in LANGUAGES},
                    days=(file.received - due).days,
                    due={lang: deadline_words(run.letter, lang) for lang in LANGUAGES},
                    clause=clause,
                ),
            )


def check_nothing_sent(
    districts: Sequence[CheckedDistrict], n_files: int, run: Run
) -> Iterator[Finding]:
    """Districts that no file is of; a file of no known district may be theirs, and says so itself."""
    for district in districts:
        if district.file is None:
            name = run.registry.scope.districts[district.district_ix].district
            yield make_finding("cross.nothing-sent", value=name, files=n_files)


def _district(submission: Submission, scope: Sequence[ScopeDistrict]) -> str:
    return scope[submission.district_ix or 0].district


def _age(file: CheckedFile, bounds: DateBounds) -> tuple[dt.date, dt.date, dt.datetime]:
    """Received, reported, saved (to the second, as people see it): the first that differs decides.

    bounds: what a date of report can be; one that cannot be says nothing of the age.
    """
    reported = file.submission.head.get("date")
    date = (
        bounded_date(reported.value, bounds).date
        if reported and reported.value
        else None
    )
    saved = file.submission.saved or dt.datetime.min.replace(tzinfo=dt.UTC)
    return (
        file.received or dt.date.min,
        date or dt.date.min,
        saved.replace(microsecond=0),
    )


def _not_counted(
    file: CheckedFile, counts: CheckedFile, bounds: DateBounds, *, is_usable: bool
) -> Finding:
    """Why a district's other file counts: it is newer, or this one cannot be used."""
    here, there = file.submission, counts.submission
    other: dict[str, Any] = {
        "other": there.file,
        "other_where": _where(there, beside=here),
    }
    if not is_usable:
        return make_finding("cross.unusable-file", Place(here.file), **other)
    why = {
        lang: _why(_age(file, bounds), _age(counts, bounds), lang) for lang in LANGUAGES
    }
    return make_finding(
        "cross.two-files", Place(here.file, here.sheet), why=why, **other
    )


def _where(submission: Submission, *, beside: Submission) -> dict[str, str]:
    """The file, and the sheet too where both lists stand in one file."""
    kind = "sheet" if submission.file == beside.file and submission.sheet else "file"
    place = {"file": submission.file, "sheet": submission.sheet or "-"}
    return {lang: text(f"words.where.{kind}", lang, **place) for lang in LANGUAGES}


def _why(older: tuple[dt.date, ...], newer: tuple[dt.date, ...], lang: str) -> str:
    """The date that tells two lists apart, in words."""
    for name, old, new in zip(_DATES, older, newer, strict=True):
        if old != new:
            return text(
                f"validate.newer.{name}", lang, old=_day(old, lang), new=_day(new, lang)
            )
    return text("validate.newer.same", lang)


def _day(date: dt.date, lang: str) -> str:
    """A date in words; of a file's time also that, for files are often saved on one day."""
    if date.year == dt.MINYEAR:
        return text("validate.newer.no_date", lang)
    if isinstance(date, dt.datetime):
        time = f"{date:%H:%M:%S}"
        return f"{thai_date(date.date(), lang)} {to_thai_digits(time) if lang == 'th' else time}"
    return thai_date(date, lang)
