"""The questions that a shortlist leaves open, each with an id that outlives sorting, deleted rows and a new edition.

Knows what is asked of whom. Refuses to know what an answer settles (`answering.py`), sheets and files.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kbo_screen.findings import Place
from kbo_screen.registry.identity import number_groups
from kbo_screen.registry.question import PREFERENCE, Doubt, Question
from kbo_screen.registry.registry import Registry, cell_name
from kbo_screen.screening.conditions import content_of, evaluate_conditions
from kbo_screen.screening.ranking import ranking_keys
from kbo_screen.vocabulary.names import group_key
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.letters.choices import Choices
    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.screening import Screening

#: Digits of an id behind its letter: one chance in a thousand million that two questions of a country share one.
ID_DIGITS = 12
_QUESTION_ID: Final = re.compile(rf"^Q[0-9a-f]{{{ID_DIGITS}}}$")


def open_questions(
    registry: Registry, screening: Screening, letter: Letter
) -> list[Question]:
    """What to ask, in the order of the list: of every listed group, the unknowns of each product that has a tier.

    Products about which one fact is asked share their question: it stands once, at the first of them.
    A group that stands in one tier or another whatever they hold is not asked about.
    """
    listed = screening.listed
    order = {group: number for number, group in enumerate(listed.index)}
    is_settled_either_way = listed["either_way"].map(len) > 0
    asked_groups = listed.index[~is_settled_either_way]
    products = screening.products[
        screening.products["group"].isin(asked_groups)
        & screening.products["tier"].notna()
    ]
    rows = zip(
        products.index,
        products["group"],
        products["stands"],
        products["tier"],
        strict=True,
    )
    asked = sorted(
        (order[group], not stands, product, tier)
        for product, group, stands, tier in rows
    )
    requires = {tier.id: tier.requires for tier in letter.tiers}
    unknown = {
        name: screening.is_unknown[name].to_numpy() for name in screening.is_unknown
    }
    writer = QuestionWriter(registry, letter)
    questions: dict[str, Question] = {}
    for _, _, product, tier in asked:
        for condition in letter.conditions:
            if (
                condition.id in requires[tier]
                and condition.id in unknown
                and unknown[condition.id][product]
            ):
                for question in writer.ask(product, condition.id, condition.field):
                    questions.setdefault(question.id, question)
    return list(questions.values())


def preference_questions(
    registry: Registry, screening: Screening, letter: Letter
) -> list[Question]:
    """The blanks in the preference's field that would change who is proposed, in the order of the list.

    A listed group that is not proposed, and that would pass the last one proposed of its district if it had what the
    letter prefers. A group that is proposed already, or would stay a reserve, is not asked.
    """
    preference = letter.preference
    if preference is None or preference.field in registry.absent_fields:
        return []
    listed = screening.listed
    numbers = screening.products["group"]
    first = (
        pd.Series(range(len(numbers)), index=numbers.to_numpy())
        .groupby(level=0)
        .first()
    )
    listed = listed.assign(
        tier_ix=listed["tier"].cat.codes,
        certainty_ix=listed["certainty"].cat.codes,
        first_row=first.reindex(listed.index).to_numpy(),
    )
    keys = ranking_keys(listed, registry.products, letter)
    preferred = listed.assign(prefers=True, **{preference.field: preference.first[0]})
    would = ranking_keys(preferred, registry.products, letter)
    now, then = keys.to_numpy().tolist(), would.to_numpy().tolist()
    districts, selected, products = (
        listed[name].tolist() for name in ("district_ix", "selected", "product")
    )
    last = {
        ix: key
        for ix, is_selected, key in zip(districts, selected, now, strict=True)
        if is_selected
    }
    unknown = listed["preference_value"].isna().tolist()
    answered = {product for product, name in registry.verdicts if name == PREFERENCE}
    writer = QuestionWriter(registry, letter)
    questions: dict[str, Question] = {}
    rows = zip(districts, selected, unknown, products, then, strict=True)
    for district_ix, is_selected, is_unknown, product, key in rows:
        would_be_proposed = (
            not is_selected and district_ix in last and key < last[district_ix]
        )
        if is_unknown and would_be_proposed and product not in answered:
            for question in writer.ask(product, PREFERENCE, preference.field):
                questions.setdefault(question.id, question)
    return list(questions.values())


def is_question_id(words: str) -> bool:
    """The words have the form of a question's id.

    >>> is_question_id("Q0123456789ab"), is_question_id("Q0123")
    (True, False)
    """
    return bool(_QUESTION_ID.match(words))


def all_questions(registry: Registry, letter: Letter) -> dict[str, list[Question]]:
    """Every question that could be asked of this registry, by its id: a list may ask more than the screen shows.

    A question is asked wherever a condition of the letter is unknown, whichever of its columns leaves it so. Rows that
    the registry does not tell apart, and products of one group that a line leaves in doubt, share their questions.
    """
    writer = QuestionWriter(registry, letter)
    questions: dict[str, list[Question]] = defaultdict(list)
    for product, condition, field in _unknowns(registry, letter):
        for question in writer.ask(product, condition, field):
            questions[question.id].append(question)
    return questions


def _unknowns(registry: Registry, letter: Letter) -> Iterator[tuple[int, str, str]]:
    """Every product of which a condition, or the field that the letter prefers, is unknown: product, condition, field.

    A condition that is not evaluated in this run is not among them: one answer must not make it so.
    """
    masks = evaluate_conditions(registry.products, letter, registry.absent_fields)
    fields = {condition.id: condition.field for condition in letter.conditions}
    for condition in masks:
        for product in registry.products.index[masks[condition].isna()]:
            yield int(product), str(condition), fields[str(condition)]
    preference = letter.preference
    if preference and preference.field not in registry.absent_fields:
        for product in registry.products.index[
            registry.products[preference.field].isna()
        ]:
            yield int(product), PREFERENCE, preference.field


def former_ids(questions: Iterable[Question], registry: Registry) -> frozenset[str]:
    """The ids under which earlier versions asked these questions: they named neither the letter nor its numbers."""
    writer = _ProductNames(registry)
    return frozenset(
        _hashed(*writer.names(asked.product), asked.condition, asked.value)
        for asked in questions
    )


class _ProductNames:
    """What names a product in the id of a question: its district's code, its group, itself."""

    def __init__(self, registry: Registry) -> None:
        self.codes = [d.code for d in registry.scope.districts]
        columns = (
            "district_ix",
            "group_id",
            "group_name",
            "product_id",
            "product_name",
        )
        self.columns = {name: registry.products[name].tolist() for name in columns}

    def names(self, product: int) -> tuple[str, str, str]:
        """District code, group and product: ids where the registry has them, else names as they are compared."""
        values = {name: column[product] for name, column in self.columns.items()}
        group = values["group_id"] or group_key(str(values["group_name"]))
        named = values["product_id"] or fold(str(values["product_name"]))
        return self.codes[values["district_ix"]], group, named


class QuestionWriter:
    """Writes questions about a registry under a letter; keeps what stands in the cells that were not understood."""

    def __init__(self, registry: Registry, letter: Letter) -> None:
        self.registry = registry
        self.letter_id = letter.id
        self.choices = letter.choices
        self.content = {
            condition.id: content_of(letter, condition.id)
            for condition in letter.conditions
        }
        if letter.preference:
            self.content[PREFERENCE] = (
                f"{letter.preference.field}={'|'.join(letter.preference.first)}"
            )
        self.values = registry.not_understood
        self.products = _ProductNames(registry)
        self.doubts = _doubts(registry, letter.choices)
        stars = registry.products
        self.lacks_round = (
            stars["star"].notna() & stars["star_year_be"].isna()
        ).tolist()

    def ask(self, product: int, condition: str, field: str) -> Iterator[Question]:
        """The questions about one unknown: one per line of a list that leaves it in doubt, else one about its cell.

        Lines of one name that say the same are one question; where they say different things, what they say counts.
        """
        doubts = self.doubts.get((product, field), ())
        asked = set()
        for doubt in doubts:
            is_one = all(
                other.value == doubt.value
                for other in doubts
                if other.name == doubt.name
            )
            value = doubt.name if is_one else f"{doubt.name}|{doubt.value}"
            id_ = self._id_of(product, condition, value, is_of_group=doubt.of_group)
            if id_ not in asked:
                group_place = self.registry.place(product, "group_name")
                yield Question(
                    id_,
                    product,
                    condition,
                    field,
                    doubt.place,
                    value,
                    doubt,
                    group_place,
                )
            asked.add(id_)
        if not doubts:
            yield self._about_cell(product, condition, field)

    def _about_cell(self, product: int, condition: str, field: str) -> Question:
        """The question about the cell of a value, or about several that contradict each other.

        What rows dispute of a producer is one question for all its products.
        """
        disputed = self.registry.disputed.get((product, field))
        if not disputed:
            place = self._place(product, field)
            value = self.values.get(place, "")
            return Question(
                self._id(product, condition, value),
                product,
                condition,
                field,
                place,
                value,
            )
        place = self.registry.disputed_cells[product, field][0].place
        value = "|".join(disputed)
        id_ = self._id_of(
            product, condition, value, is_of_group=field in self.choices.producer_fields
        )
        return Question(id_, product, condition, field, place, value)

    def _place(self, product: int, field: str) -> Place:
        """The cell that leaves the question open: of stars whose round is not known, the round's."""
        if field == "star" and self.lacks_round[product]:
            place = self.registry.place(product, "star_year_be")
            return place if place.cell else self.registry.place(product, field)
        return self.registry.place(product, field)

    def _id(self, product: int, condition: str, value: str) -> str:
        """A hash of what is asked: the letter, its numbers, the product, the cell's value; row, file and order are not.

        The letter's text is not either: one that was reworded keeps its answers.
        """
        return self._id_of(product, condition, value, is_of_group=False)

    def _id_of(
        self, product: int, condition: str, value: str, *, is_of_group: bool
    ) -> str:
        """As `_id`; all products of a group share the question where it is about the group."""
        district, group, named = self.products.names(product)
        asked = (condition, self.content.get(condition, ""))
        return _hashed(
            self.letter_id, district, group, "" if is_of_group else named, *asked, value
        )


def _hashed(*parts: str) -> str:
    return (
        "Q"
        + hashlib.sha256(
            "|".join((*parts[:-1], parts[-1].strip())).encode()
        ).hexdigest()[:ID_DIGITS]
    )


def _doubts(registry: Registry, choices: Choices) -> dict[tuple[int, str], list[Doubt]]:
    """By product and field, the lines of side lists that leave it in doubt."""
    tables = registry.tables + registry.side_tables
    doubts: dict[tuple[int, str], list[Doubt]] = {}
    of_group = _lines_of_groups(registry, choices)
    for line in registry.perhaps.itertuples(index=False):
        row: Any = line
        source = tables[row.table]
        place = Place(
            source.file,
            source.sheet,
            cell_name(row.address) if row.address >= 0 else None,
        )
        is_of_group = (row.field, row.table, row.address) in of_group
        doubt = Doubt(str(row.name), place, float(row.likeness), row.value, is_of_group)
        doubts.setdefault((row.product, row.field), []).append(doubt)
    return doubts


def _lines_of_groups(registry: Registry, choices: Choices) -> set[tuple[str, int, int]]:
    """The lines (field, table, address) that leave every product of one group in doubt, and of no other group."""
    if not len(registry.perhaps):
        return set()
    groups = number_groups(registry.products, choices)
    sizes = groups.value_counts()
    lines = registry.perhaps.assign(group=registry.perhaps["product"].map(groups))
    by_line = lines.groupby(["field", "table", "address"])
    counts = by_line.agg(
        groups=("group", "nunique"),
        group=("group", "first"),
        products=("product", "nunique"),
    )
    is_whole = (counts["groups"] == 1) & (
        counts["products"] == counts["group"].map(sizes)
    )
    return set(counts.index[is_whole])
