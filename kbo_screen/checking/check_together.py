"""All lists together: which of a district's files counts, groups that two districts claim, who was late or silent.

A finding about a list comes with the list's position, None where it is about none.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text, text_in_each
from kbo_screen.letters.deadline_words import deadline_words
from kbo_screen.vocabulary.dates import thai_date
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.year_bounds import bounded_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kbo_screen.checking.check_result import CheckedDistrict, CheckedFile, Claim
    from kbo_screen.desk.run import Run
    from kbo_screen.findings.catalogue import TextInEach
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import ScopeDistrict
    from kbo_screen.registry.submission import Submission
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: A finding and the position of the file that it concerns.
Concerning = tuple[int | None, Finding]


class Age(NamedTuple):
    """What may say which of two lists is newer: the first date that differs does."""

    received: dt.date
    reported: dt.date
    saved: dt.datetime


#: What says that a list is newer, by the date of its age.
_NEWER_BY: Final = (
    "validate.newer.received",
    "validate.newer.reported",
    "validate.newer.saved",
)


@dataclass(frozen=True, slots=True)
class CountingFiles:
    """Which files count. newest: per district the position of the file; superseded: files of which another counts."""

    newest: Mapping[int, int]
    superseded: frozenset[int]
    findings: tuple[Concerning, ...]


def pick_files(files: Sequence[CheckedFile], bounds: DateBounds) -> CountingFiles:
    """Per district the file that counts: of those that can be used, the one received, reported or saved last.

    bounds: what a date of report can be.
    """
    newest: dict[int, int] = {}
    superseded: set[int] = set()
    findings: list[Concerning] = []
    for district_ix, positions in _files_of_districts(files).items():
        usable = [position for position in positions if files[position].is_usable]
        ages = {position: _age(files[position], bounds) for position in positions}
        last = max(usable or positions, key=ages.__getitem__)
        newest[district_ix] = last
        if not usable:
            continue
        superseded.update(set(usable) - {last})
        counting = files[last].submission
        for position in positions:
            if position == last:
                continue
            submission = files[position].submission
            finding = _unusable_file(submission, counting)
            if position in superseded:
                why = _which_is_newer(ages[position], ages[last])
                finding = _older_file(submission, counting, why)
            findings.append((position, finding))
    return CountingFiles(newest, frozenset(superseded), tuple(findings))


def files_told_by_saving(
    files: Sequence[CheckedFile], bounds: DateBounds
) -> Iterator[CheckedFile]:
    """The files of a district of which no date but that of saving tells which is newer. bounds: as in `pick_files`."""
    for positions in _files_of_districts(files).values():
        days = [_age(files[position], bounds)[:2] for position in positions]
        for position, day in zip(positions, days, strict=True):
            if days.count(day) > 1:
                yield files[position]


def _files_of_districts(files: Sequence[CheckedFile]) -> dict[int, list[int]]:
    """Per district the positions of its files."""
    return lists_by_key(
        (file.submission.district_ix, position)
        for position, file in enumerate(files)
        if file.submission.district_ix is not None
    )


def _age(file: CheckedFile, bounds: DateBounds) -> Age:
    """Received, reported, saved (to the second, as people see it); no date is older than any.

    bounds: what a date of report can be; one that cannot be says nothing of the age.
    """
    date_cell = file.submission.head.get("date")
    reported = None
    if date_cell and date_cell.value:
        reported = bounded_date(date_cell.value, bounds).date
    saved = file.submission.saved or dt.datetime.min.replace(tzinfo=dt.UTC)
    return Age(
        file.received or dt.date.min,
        reported or dt.date.min,
        saved.replace(microsecond=0),
    )


def _which_is_newer(older: Age, newer: Age) -> TextInEach:
    """The date that tells two lists apart, in the words of each language."""
    return {lang: _newer_words(older, newer, lang) for lang in LANGUAGES}


def _newer_words(
    older: Age,
    newer: Age,
    lang: str,
) -> str:
    for text_id, old, new in zip(_NEWER_BY, older, newer, strict=True):
        if old != new:
            return text(text_id, lang, old=_day(old, lang), new=_day(new, lang))
    return text("validate.newer.same", lang)


def _day(date: dt.date, lang: str) -> str:
    """A date in words; of a file's time also that, for files are often saved on one day."""
    if date.year == dt.MINYEAR:
        return text("validate.newer.no_date", lang)
    if not isinstance(date, dt.datetime):
        return thai_date(date, lang)
    return f"{thai_date(date.date(), lang)} {date:%H:%M:%S}"


def _older_file(
    submission: Submission,
    counting: Submission,
    why: TextInEach,
) -> Finding:
    """A district's other file counts: it is newer."""
    return make_finding(
        "cross.two-files",
        submission.place,
        why=why,
        other=counting.file,
        other_where=_where(counting, beside=submission),
    )


def _unusable_file(submission: Submission, counting: Submission) -> Finding:
    """A district's other file counts: this one cannot be used."""
    return make_finding(
        "cross.unusable-file",
        Place(submission.file),
        other=counting.file,
        other_where=_where(counting, beside=submission),
    )


def _where(submission: Submission, *, beside: Submission) -> TextInEach:
    """The file, and the sheet too where both lists stand in one file."""
    is_one_file = submission.file == beside.file and submission.sheet
    text_id = "words.where.sheet" if is_one_file else "words.where.file"
    return text_in_each(text_id, file=submission.file, sheet=submission.sheet)


def check_claims(
    files: Sequence[CheckedFile],
    counting: Collection[int],
    scope: Sequence[ScopeDistrict],
) -> Iterator[Concerning]:
    """One group in the lists of two districts, at the cell of each, naming the other.

    A district whose group it is by the registry is not held up where the others' are not: the finding is then about
    none of the lists at its cell.
    """
    claims: list[ClaimOfFile] = []
    for position in sorted(counting):
        claims += [ClaimOfFile(position, claim) for claim in files[position].claims]
    by_identity = _by_identity(claims)
    for claim in claims:
        rivals = _rivals(claim, by_identity)
        if rivals:
            yield _claimed_twice(claim, rivals, files, scope)


class ClaimOfFile(NamedTuple):
    """A claim, and the position of the file that makes it."""

    position: int
    claim: Claim


#: By what tells a group from others, the claims to it.
ClaimsByIdentity = dict[int | str, list[ClaimOfFile]]


def _by_identity(claims: Iterable[ClaimOfFile]) -> ClaimsByIdentity:
    by_identity: ClaimsByIdentity = defaultdict(list)
    for claim in claims:
        for identity in claim.claim.identities:
            by_identity[identity].append(claim)
    return by_identity


def _rivals(claim: ClaimOfFile, by_identity: ClaimsByIdentity) -> list[ClaimOfFile]:
    """The claims of other files to the same group, one a file, in the order of the files."""
    rivals: dict[int, ClaimOfFile] = {}
    for identity in claim.claim.identities:
        for rival in by_identity[identity]:
            if rival.position != claim.position:
                rivals[rival.position] = rival
    return [rivals[position] for position in sorted(rivals)]


def _claimed_twice(
    claim: ClaimOfFile,
    rivals: Sequence[ClaimOfFile],
    files: Sequence[CheckedFile],
    scope: Sequence[ScopeDistrict],
) -> Concerning:
    """What is said at the cell of one of several claims to a group."""
    is_own = claim.claim.is_own
    is_settled = is_own and not any(rival.claim.is_own for rival in rivals)
    places = [rival.claim.place.in_words for rival in rivals]
    districts = [_district(files[rival.position], scope) for rival in rivals]
    finding = make_finding(
        "cross.claimed-twice",
        claim.claim.place,
        value=claim.claim.name,
        district=_district(files[claim.position], scope),
        other_place=", ".join(places),
        other_district=", ".join(districts),
        meanwhile=_meanwhile(is_settled=is_settled, is_own=is_own),
    )
    return None if is_settled else claim.position, finding


def _district(file: CheckedFile, scope: Sequence[ScopeDistrict]) -> str:
    return scope[file.submission.district_ix or 0].district


def _meanwhile(*, is_settled: bool, is_own: bool) -> TextInEach:
    """What becomes of the group in this list until the districts have settled whose it is."""
    text_id = "validate.meanwhile.not_own"
    if is_settled:
        text_id = "validate.meanwhile.own"
    elif is_own:
        text_id = "validate.meanwhile.held"
    return text_in_each(text_id)


def check_late(
    files: Sequence[CheckedFile],
    superseded: Collection[int],
    run: Run,
) -> Iterator[Concerning]:
    """Lists received after the letter's deadline; not those of which another counts."""
    for position, file in enumerate(files):
        received = file.received
        if position not in superseded and received and run.letter.is_late(received):
            place = Place(file.submission.file)
            yield position, _late(place, received, run.letter)


def _late(
    place: Place,
    received: dt.date,
    letter: Letter,
) -> Finding:
    return make_finding(
        "cross.late",
        place,
        value=received.isoformat(),
        date={lang: thai_date(received, lang) for lang in LANGUAGES},
        days=(received - letter.due_date).days,
        due={lang: deadline_words(letter, lang) for lang in LANGUAGES},
        clause=letter.deadline.clause,
    )


def check_nothing_sent(
    districts: Sequence[CheckedDistrict],
    n_files: int,
    run: Run,
) -> Iterator[Finding]:
    """Districts that no file is of; a file of no known district may be theirs, and says so itself."""
    for district in districts:
        if district.file is None:
            name = run.areas[district.district_ix].district
            yield make_finding(
                "cross.nothing-sent",
                value=name,
                files=n_files,
            )
