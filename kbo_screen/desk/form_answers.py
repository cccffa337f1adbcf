"""A district's filled form as answers: what it says of potential settles the question for its group.

Knows which questions a form answers. Refuses to take anything else of it for an answer: facts are the registry's.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kbo_screen.desk.questions import QuestionWriter
from kbo_screen.desk.submitted_groups import SubmittedGroups, product_of_row
from kbo_screen.registry.identity import number_groups
from kbo_screen.registry.question import Answer
from kbo_screen.vocabulary.reading import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.registry.submission import Submission, SubmittedRow


def answers_of_form(
    form: Submission, registry: Registry, letter: Letter
) -> list[Answer]:
    """The district's word on every condition that it judges, tied to the questions of the group's products.

    A row that names a product answers for that product, any other for all products of its group. What is said of a
    group that is not found in the district is an answer to no question, its id empty.
    """
    numbers = number_groups(registry.products, letter.choices)
    known = SubmittedGroups(registry, numbers, letter.matching)
    writer = QuestionWriter(registry, letter)
    found = []
    for row in form.rows:
        products = _products(row, form.district_ix, known, numbers, registry, letter)
        found += list(_answers(form, row, products, writer, letter))
    return found


def _products(
    row: SubmittedRow,
    district_ix: int | None,
    known: SubmittedGroups,
    numbers: pd.Series[int],
    registry: Registry,
    letter: Letter,
) -> list[int]:
    """The products that a row speaks of: the one that it names, else all of its group, none of a group not found."""
    group = (
        known.match(row, district_ix).group
        if row.names_group and district_ix is not None
        else None
    )
    if group is None or known.index.district_of[group] != district_ix:
        return []
    own = numbers.index[numbers == group].tolist()
    products = registry.products.loc[own]
    names = list(
        zip(own, products["product_id"], products["product_name"], strict=True)
    )
    meant = product_of_row(row, names, letter.matching.same)
    return own if meant is None else [meant]


def _answers(
    form: Submission,
    row: SubmittedRow,
    products: list[int],
    writer: QuestionWriter,
    letter: Letter,
) -> Iterator[Answer]:
    for condition in letter.conditions:
        said = row.cells.get(condition.field)
        if condition.kind != "judgement" or said is None or is_blank(said.text):
            continue
        asked = [
            q.id
            for product in products
            for q in writer.ask(product, condition.id, condition.field)
        ]
        for question in asked or [""]:
            yield Answer(
                question,
                said.text,
                _head(form, "certifier", "reporter"),
                _head(form, "date"),
                said.place,
            )


def _head(form: Submission, *names: str) -> str | None:
    """What the head says, the first of some fields that is filled in."""
    for name in names:
        written = form.head.get(name)
        if written and written.text:
            value = written.value
            return (
                value.strftime("%Y-%m-%d")
                if isinstance(value, dt.date)
                else written.text
            )
    return None
