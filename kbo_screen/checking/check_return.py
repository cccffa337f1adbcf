"""What a district sent as a whole: groups, the word that it has none, or nothing; and whether the registry agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Finding, make_finding
from kbo_screen.vocabulary.nil_returns import nil_wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.desk.run import Run
    from kbo_screen.registry.submission import Submission

#: Groups that are named to a district that says it has none.
_MOST_NAMED: Final = 12
#: Findings about the table of a list; who says that there is none needs no such column.
_OF_GROUPS_ALONE: Final = frozenset({"table.no-representative-column"})


def check_return(
    submission: Submission,
    district_ix: int,
    run: Run,
) -> Iterator[Finding]:
    """A file in which nothing was filled in; one that says there is no group, against the district's shortlist."""
    if submission.returned == "not_filled":
        place = submission.place
        yield make_finding("table.not-filled", place)
    elif submission.returned == "none":
        yield from _check_none(submission, district_ix, run)
    elif submission.nil and nil_wording(submission.nil.text) != "short":
        yield make_finding(
            "table.none-and-groups",
            submission.nil.place,
            value=submission.nil.text,
            count=len(submission.rows),
        )


def counting_findings(submission: Submission, findings: list[Finding]) -> list[Finding]:
    """The findings of a file without those that only a list with groups can mend."""
    if submission.returned == "list":
        return findings
    return [finding for finding in findings if finding.code not in _OF_GROUPS_ALONE]


def _check_none(
    submission: Submission,
    district_ix: int,
    run: Run,
) -> Iterator[Finding]:
    """The district says that it has none: the registry agrees, or holds groups that are certain or wait."""
    statement = submission.nil or submission.reason
    place = statement.place if statement else submission.place
    words = statement.text if statement else ""
    listed = run.screening.shortlists.get(district_ix)
    if listed is None or listed.empty:
        yield make_finding("selection.none-agreed", place, value=words)
        return
    is_certain = listed["certainty"] == "certain"
    groups_of_code = {
        "selection.none-but-certain": listed[is_certain],
        "selection.none-but-waits": listed[~is_certain],
    }
    for code, groups in groups_of_code.items():
        if not groups.empty:
            yield make_finding(
                code,
                place,
                value=words,
                **_groups_in_words(groups, run),
            )


def _groups_in_words(groups: pd.DataFrame, run: Run) -> dict[str, Any]:
    """How many groups there are, and the first of them with the cells of the registry."""
    names = []
    for group, product in groups["product"].head(_MOST_NAMED).items():
        place = run.registry.place(int(product), "group_name")
        names.append(f"“{run.screening.name_of(int(str(group)))}” ({place.in_words})")
    if len(groups) > _MOST_NAMED:
        names.append("…")
    return {"count": len(groups), "names": ", ".join(names)}
