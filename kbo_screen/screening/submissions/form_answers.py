"""A district's filled form as answers: what it says of potential settles the question for its group.

Knows which questions a form answers. Refuses to take anything else of it for an answer: facts are the registry's.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kbo_screen.screening.identity import number_groups
from kbo_screen.screening.questions import Answer, QuestionWriter
from kbo_screen.screening.submissions.lookup import Groups, product_meant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.registry import Registry
    from kbo_screen.screening.submissions.submission import Submission, SubmittedRow


def answers_of_form(form: Submission, registry: Registry, letter: Letter) -> list[Answer]:
    """The district's word on every condition that it judges, tied to the questions of the group's products.

    A row that names a product answers for that product, any other for all products of its group. A row whose group is
    not found in the district answers nothing: `validate` says so.
    """
    if form.district_ix is None:
        return []
    numbers = number_groups(registry.products)
    known = Groups(registry, numbers, letter.matching)
    writer = QuestionWriter(registry)
    found = []
    for row in form.rows:
        meant = known.meant_by(row, form.district_ix).group if row.names_group else None
        if meant is not None and known.district_of[meant] == form.district_ix:
            own = numbers.index[numbers == meant].tolist()
            found += list(_answers(form, row, _products(row, own, registry, letter), writer, letter))
    return found


def _products(row: SubmittedRow, own: list[int], registry: Registry, letter: Letter) -> list[int]:
    products = registry.products.loc[own]
    known = list(zip(own, products["product_id"], products["product_name"], strict=True))
    meant = product_meant(row, known, letter.matching.perhaps)
    return own if meant is None else [meant]


def _answers(
    form: Submission, row: SubmittedRow, products: list[int], writer: QuestionWriter, letter: Letter
) -> Iterator[Answer]:
    for condition in letter.conditions:
        said = row.cells.get(condition.field)
        if condition.kind != "judgement" or said is None or said.value is None:
            continue
        for product in products:
            for question in writer.ask(product, condition.id, condition.field):
                yield Answer(
                    question.id, said.text, _head(form, "certifier", "reporter"), _head(form, "date"), said.place
                )


def _head(form: Submission, *names: str) -> str | None:
    """What the head says, the first of some fields that is filled in."""
    for name in names:
        written = form.head.get(name)
        if written and written.text:
            value = written.value
            return value.strftime("%Y-%m-%d") if isinstance(value, dt.date) else written.text
    return None
