"""What a check of submissions says in words: a list's status, what could not be checked, what could stand instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import CheckedFile, Validation

#: Shown in the place of a status where another list of the district counts.
SUPERSEDED: Final = "superseded"


def shown_status(file: CheckedFile) -> str:
    """A list's status as people are told it: one in whose place another of its district counts has no other."""
    return SUPERSEDED if file.superseded else file.status


def alternatives_in_words(file: CheckedFile, checked: Validation) -> list[str]:
    """The next groups of the shortlist that are not on the list, each with its rank."""
    groups = checked.run.screening.groups
    return [
        text(
            "validate.alternative",
            checked.run.lang,
            name=groups["group_name"].loc[group],
            rank=groups["rank"].loc[group],
        )
        for group in file.alternatives
    ]


def not_checked_in_words(file: CheckedFile, lang: str) -> list[str]:
    """What could not be checked of a list, and what must be mended first: a line for all its rows, one for some."""
    whole = [one for one in file.not_checked if one.rows is None]
    lines = []
    for because in dict.fromkeys(one.because for one in whole):
        stages = ", ".join(
            text(f"validate.stage.{one.stage}", lang)
            for one in whole
            if one.because == because
        )
        first = text(f"validate.stage.{because}", lang)
        lines.append(
            text("validate.not_checked_all", lang, stage=stages, because=first)
        )
    return lines + [
        text(
            "validate.not_checked_rows",
            lang,
            stage=text(f"validate.stage.{one.stage}", lang),
            because=text(f"validate.stage.{one.because}", lang),
            rows=one.rows,
        )
        for one in file.not_checked
        if one.rows is not None
    ]


def missing_in_words(checked: Validation) -> str | None:
    """The districts that sent nothing, in one line; None where nobody expects them, or all have."""
    names = [
        str(finding.value)
        for finding in checked.cross
        if finding.code == "cross.nothing-sent"
    ]
    shown = ", ".join(names[:40]) + (" ..." if len(names) > 40 else "")
    return (
        text("validate.missing", checked.run.lang, count=len(names), names=shown)
        if names
        else None
    )
