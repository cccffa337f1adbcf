"""A district's filled form as answers: what it says of potential settles the question for its group.

Nothing else of a form is an answer: facts are the registry's.
"""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import TYPE_CHECKING

from kbo_screen.desk.questions import QuestionWriter
from kbo_screen.desk.submitted_groups import SubmittedGroups, product_of_row
from kbo_screen.registry.identity import number_groups
from kbo_screen.registry.question import Answer
from kbo_screen.vocabulary.reading import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.registry.submission import CellEntry, Submission, SubmittedRow


def answers_of_form(
    form: Submission,
    registry: Registry,
    letter: Letter,
) -> list[Answer]:
    """The district's word on every condition that it judges, tied to the questions of the group's products.

    A row that names a product answers for that product, any other for all products of its group. What is said of a
    group that is not found in the district is an answer to no question, its id empty.
    """
    reader = _FormReader(form, registry, letter)
    return list(chain.from_iterable(map(reader.answers_of, form.rows)))


class _FormReader:
    """Reads the rows of one form as answers to the questions of a registry."""

    def __init__(
        self,
        form: Submission,
        registry: Registry,
        letter: Letter,
    ) -> None:
        self.form = form
        self.registry = registry
        self.letter = letter
        self.numbers = number_groups(registry.products, letter.choices)
        self.groups = SubmittedGroups(registry, self.numbers, letter.matching)
        self.writer = QuestionWriter(registry, letter)
        self.signer = self._head_text("certifier", "reporter")
        self.date = self._head_text("date")

    def answers_of(self, row: SubmittedRow) -> Iterator[Answer]:
        """What a row says of every condition that the district judges."""
        products = self._products_of(row)
        for condition in self.letter.conditions:
            entry = row.cells.get(condition.field)
            if not condition.is_judgement or entry is None or is_blank(entry.text):
                continue
            question_ids = list(self._question_ids(products, condition))
            for question_id in question_ids or [""]:
                yield self._answer(question_id, entry, row)

    def _question_ids(
        self,
        products: Iterable[int],
        condition: AnyCondition,
    ) -> Iterator[str]:
        for product in products:
            for question in self.writer.ask(product, condition.id, condition.field):
                yield question.id

    def _products_of(self, row: SubmittedRow) -> list[int]:
        """The product that a row names, else all of its group; none where the group is not found in the district."""
        group = self._group_of(row)
        if group is None:
            return []
        indices = self.numbers.index[self.numbers == group].tolist()
        columns = ["product_id", "product_name"]
        products = self.registry.products.loc[indices, columns]
        names = list(products.itertuples(name=None))
        product = product_of_row(row, names, self.letter.matching.same)
        return indices if product is None else [product]

    def _group_of(self, row: SubmittedRow) -> int | None:
        """The group of the form's district that a row means."""
        district_ix = self.form.district_ix
        if district_ix is None:
            return None
        match = self.groups.match(row, district_ix)
        return self.groups.own_group(match, district_ix)

    def _answer(
        self,
        question_id: str,
        entry: CellEntry,
        row: SubmittedRow,
    ) -> Answer:
        """What stands in a cell as an answer, signed and dated by the head of the form."""
        return Answer(
            question_id,
            entry.text,
            self.signer,
            self.date,
            entry.place,
            group=_group_in(row),
        )

    def _head_text(self, *names: str) -> str | None:
        """What the head says, the first of some fields that is filled in."""
        for name in names:
            entry = self.form.head.get(name)
            if entry and entry.text:
                is_date = isinstance(entry.value, dt.date)
                return entry.value.strftime("%Y-%m-%d") if is_date else entry.text
        return None


def _group_in(row: SubmittedRow) -> str:
    """The group as a row names it: its name, else its id."""
    for field in ("group_name", "group_id"):
        entry = row.cells.get(field)
        if entry and entry.text:
            return entry.text
    return ""
