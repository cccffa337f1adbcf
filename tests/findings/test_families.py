"""Texts whose ids are put together from a family and a member: every member has its text, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import pytest

from kbo_screen.checking.check_result import Status
from kbo_screen.checking.codes import SUBMISSION_CODES
from kbo_screen.findings.catalogue import LANGUAGES, finding_codes, text
from kbo_screen.registry.side_list import Role
from kbo_screen.results.meeting.invitations import WhyNone
from kbo_screen.results.meeting.notice_fields import FIELDS_OF_LETTER, LINE_FIELDS
from kbo_screen.screening.screening import CERTAINTIES, OUTCOMES, STATUSES, TIER_STATES
from kbo_screen.vocabulary.fields import FIELDS, TABLE

PACKAGE = Path(__file__).parents[2] / "kbo_screen"
#: The stages of a check of submissions, in their order.
STAGES_OF_A_CHECK = tuple(
    dict.fromkeys(code.split(".")[0] for code in SUBMISSION_CODES)
)
#: Dates stand beside a list or an answer, where each has codes of its own.
READERS_OF_DATES = ("dates.py", "year_bounds.py")
SEVERITIES = ("error", "warning", "info")
FAMILIES = {
    "words.field": FIELDS,
    "words.status": STATUSES,
    "words.certainty": CERTAINTIES,
    "words.outcome": OUTCOMES,
    "words.tier_state": TIER_STATES,
    "words.severity": SEVERITIES,
    "compare.role": ("registry", "answers", *get_args(Role)),
    "meeting.none": get_args(WhyNone),
    "meeting.field": {**FIELDS_OF_LETTER["notice"], **FIELDS_OF_LETTER["province"]},
    "meeting.line": {name for names in LINE_FIELDS.values() for name in names},
    "validate.stage": (*STAGES_OF_A_CHECK, "order"),
    "validate.status": get_args(Status),
    **{f"words.value.{field.id}": field.codes for field in TABLE if field.codes},
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_member_of_a_family_has_its_text(family: str, lang: str) -> None:
    for member in FAMILIES[family]:
        assert text(f"{family}.{member}", lang)


def test_every_problem_of_a_value_is_a_finding_of_its_cell() -> None:
    """A reading names its problem by a literal; `cell.` in front makes it the code of a finding."""
    problems = set()
    for path in sorted((PACKAGE / "vocabulary").glob("*.py")):
        if path.name not in READERS_OF_DATES:
            problems |= problems_in(path)
    assert len(problems) >= 20
    assert {f"cell.{problem}" for problem in problems} <= set(finding_codes())


def problems_in(path: Path) -> set[str]:
    """The literals with which a module of readers names what is wrong with a value."""
    problems = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        values = [
            keyword.value for keyword in node.keywords if keyword.arg == "problem"
        ]
        if isinstance(node.func, ast.Name) and node.func.id == "unknown":
            values += node.args[:1]
        problems |= {
            value.value
            for value in values
            if isinstance(value, ast.Constant) and isinstance(value.value, str)
        }
    return problems
