"""What a check of submissions says in words: a list's status, what could not be checked, what could stand instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.frame_values import value_at
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.checking.check_result import (
        CheckedDistrict,
        CheckedFile,
        Validation,
    )
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding

#: Shown in the place of a status where another list of the district counts.
SUPERSEDED: Final = "superseded"
#: Stands before or in the place of a number of groups that are not counted, for their list was sent back.
NOT_COUNTED: Final = "*"
#: Names of districts that fit into one line.
_NAMES_SHOWN: Final = 40


def shown_status(file: CheckedFile) -> str:
    """A list's status as people are told it: one in whose place another of its district counts has no other."""
    return SUPERSEDED if file.superseded else file.status


def status_of_list(file: CheckedFile, lang: str) -> str:
    """The same in words; of a district that says it has no group, that."""
    if says_none(file):
        return text("validate.none_returned", lang)
    return text(f"validate.status.{shown_status(file)}", lang)


def short_status(file: CheckedFile, lang: str) -> str:
    """The same in a narrow table, where a column counts the warnings."""
    if says_none(file):
        return text("validate.none_returned", lang)
    return text(f"validate.short.{shown_status(file)}", lang)


def says_none(file: CheckedFile) -> bool:
    """An accepted return of no group."""
    return file.is_accepted and file.submission.returned == "none"


def waits_for_list(file: CheckedFile) -> bool:
    """Groups without an error stand in a list that is sent back: they are told, marked, and not counted."""
    return bool(file.accepted) and not (file.is_accepted or file.superseded)


def marked_count(file: CheckedFile) -> str:
    """How many groups were accepted, marked where they are not counted."""
    mark = NOT_COUNTED if waits_for_list(file) else ""
    return f"{mark}{len(file.accepted)}"


def accepted_in_words(file: CheckedFile) -> str:
    """The same, of how many are asked for; alone where the letter sets a district no least."""
    if not file.required:
        return marked_count(file)
    return f"{marked_count(file)}/{file.required}"


def on_time_words(district: CheckedDistrict, lang: str) -> str:
    """Whether the list of a district came in time; that nobody knows where no date of receipt was given."""
    answer = str(district.on_time).lower()
    return text(f"validate.on_time.{answer}", lang)


def counts_in_words(checked: Validation) -> str:
    """How many groups were accepted and districts sent a list; how many have enough, where the letter sets a least."""
    sent = [district for district in checked.districts if district.file is not None]
    has_least = checked.run.screening.districts["required"].any()
    return text(
        "validate.accepted_groups" if has_least else "validate.accepted_of_province",
        checked.lang,
        accepted=sum(district.counted for district in sent),
        districts=len(sent),
        full=sum(district.lacking == 0 for district in sent),
    )


def not_counted_note(run: Run) -> str:
    """What the mark of a group says in a workbook; of the meeting only where the letter calls to one."""
    text_id = "validate.not_counted"
    if run.letter.meeting is None:
        text_id = "validate.not_counted_no_meeting"
    return text(
        text_id,
        run.lang,
        mark=NOT_COUNTED,
    )


def not_counted_in_words(checked: Validation) -> str | None:
    """How many accepted groups stand in lists that were sent back, and what their mark is; None where none do."""
    count = sum(district.accepted - district.counted for district in checked.districts)
    if not count:
        return None
    return text(
        "validate.groups_not_counted",
        checked.lang,
        mark=NOT_COUNTED,
        count=count,
    )


def alternatives_in_words(file: CheckedFile, checked: Validation) -> list[str]:
    """The next groups of the shortlist that are not on the list, each with its rank."""
    groups = checked.run.screening.groups
    return [
        text(
            "validate.alternative",
            checked.lang,
            name=checked.run.screening.name_of(group),
            rank=value_at(groups, group, "rank"),
        )
        for group in file.alternatives
    ]


def has_alternatives(findings: Iterable[Finding]) -> bool:
    """Some finding says that other groups may be named instead."""
    return any(finding.fields.get("alternatives") for finding in findings)


def not_checked_in_words(file: CheckedFile, lang: str) -> list[str]:
    """What could not be checked of a list, and what must be mended first: a line for all its rows, one for some."""
    return [*_stages_not_run(file, lang), *_rows_not_checked(file, lang)]


def _stages_not_run(file: CheckedFile, lang: str) -> Iterator[str]:
    """A line per stage that stood in the way, with the stages that could not be run on any row."""
    stages_by_cause = lists_by_key(
        (gap.because, text(f"validate.stage.{gap.stage}", lang))
        for gap in file.not_checked
        if gap.rows is None
    )
    for because, stages in stages_by_cause.items():
        yield text(
            "validate.not_checked_all",
            lang,
            stage=", ".join(stages),
            because=text(f"validate.stage.{because}", lang),
        )


def _rows_not_checked(file: CheckedFile, lang: str) -> Iterator[str]:
    """A line per stage that could not be run on some rows."""
    for gap in file.not_checked:
        if gap.rows is not None:
            yield text(
                "validate.not_checked_rows",
                lang,
                stage=text(f"validate.stage.{gap.stage}", lang),
                because=text(f"validate.stage.{gap.because}", lang),
                rows=gap.rows,
            )


def missing_in_words(checked: Validation) -> str | None:
    """The districts that sent nothing, in one line; None where nobody expects them, or all have."""
    names = [
        str(finding.value)
        for finding in checked.cross
        if finding.code == "cross.nothing-sent"
    ]
    if not names:
        return None
    words = ", ".join(names[:_NAMES_SHOWN])
    if len(names) > _NAMES_SHOWN:
        words += " ..."
    return text(
        "validate.missing",
        checked.lang,
        count=len(names),
        names=words,
    )


def contested_in_words(checked: Validation) -> str | None:
    """The groups that are held back because several districts name them, each with those districts; None for none."""
    lang = checked.lang
    words: dict[tuple[str, frozenset[str]], str] = {}
    for name, districts in _contested_groups(checked):
        group_words = text(
            "validate.contested_group",
            lang,
            name=name,
            districts=", ".join(districts),
        )
        words.setdefault((name, frozenset(districts)), group_words)
    if not words:
        return None
    names = ", ".join(words.values())
    return text(
        "validate.contested",
        lang,
        count=len(words),
        names=names,
    )


def _contested_groups(checked: Validation) -> Iterator[tuple[str, list[str]]]:
    """The groups of lists that other districts name too, each with all these districts."""
    for district, file in checked.lists_that_count():
        own_name = checked.area_of(district).district
        for claim in file.contested:
            name = checked.run.screening.name_of(claim.choice.group)
            yield name, [own_name, *claim.other_districts.split(", ")]
