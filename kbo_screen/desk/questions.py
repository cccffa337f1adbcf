"""The questions that a shortlist leaves open, each with an id that outlives sorting, deleted rows and a new edition.

What an answer settles stands in `answering.py`.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, compress, starmap
from typing import TYPE_CHECKING, Any

import numpy as np

from kbo_screen.registry.identity import number_groups
from kbo_screen.registry.question import PREFERENCE, Doubt, Question, question_id
from kbo_screen.registry.registry import NO_CELL, Registry
from kbo_screen.screening.conditions import content_of, evaluate_conditions
from kbo_screen.screening.ranking import ranked_groups, ranking_keys
from kbo_screen.screening.tier_needs import needs_of
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.names import group_key
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from kbo_screen.findings import Place
    from kbo_screen.letters.choices import Choices
    from kbo_screen.letters.model import Letter, Preference
    from kbo_screen.registry.registry import TableSource
    from kbo_screen.screening.screening import Screening

#: By product and field, the lines of side lists that leave it in doubt.
DoubtsOfValue = dict[tuple[int, str], list[Doubt]]
#: By their common id, the questions about products that share one.
QuestionsById = dict[str, list[Question]]


def open_questions(
    registry: Registry,
    screening: Screening,
    letter: Letter,
) -> list[Question]:
    """What to ask, in the order of the list: of every listed group, the unknowns of each product that has a tier.

    Products about which one fact is asked share their question: it stands once, at the first of them.
    A group that stands in one tier or another whatever they hold is not asked about.
    """
    writer = QuestionWriter(registry, letter)
    names = [str(name) for name in screening.is_unknown]
    doubtful = _doubtful_by_tier(screening, letter)
    questions: dict[str, Question] = {}
    for product, tier in _products_to_ask_about(screening):
        for name in compress(names, doubtful[tier][product]):
            field = letter.condition(name).field
            for question in writer.ask(product, name, field):
                questions.setdefault(question.id, question)
    return list(questions.values())


def _doubtful_by_tier(screening: Screening, letter: Letter) -> dict[str, np.ndarray]:
    """By tier, products by conditions: the condition is open for the product, were it in that tier."""
    is_true = screening.is_true.to_numpy(dtype=bool)
    is_unknown = screening.is_unknown.to_numpy(dtype=bool)
    return {
        tier.id: needs_of(tier, screening.is_true).doubtful(is_true, is_unknown)
        for tier in letter.tiers
    }


def _products_to_ask_about(screening: Screening) -> list[tuple[int, str]]:
    """The products of listed groups that have a tier, with it, in the order of the list.

    Of a group the product that it stands by is first.
    """
    listed = screening.listed
    order = {group: number for number, group in enumerate(listed.index)}
    is_settled_either_way = listed["either_way"].map(len) > 0
    groups = listed.index[~is_settled_either_way]
    has_tier = screening.products["tier"].notna()
    products = screening.products[screening.products["group"].isin(groups) & has_tier]
    rows: Any = products.itertuples()
    best_first = sorted(
        rows,
        key=lambda row: (
            order[row.group],
            not row.stands,
            row.Index,
        ),
    )
    return [(row.Index, row.tier) for row in best_first]


def preference_questions(
    registry: Registry,
    screening: Screening,
    letter: Letter,
) -> list[Question]:
    """The blanks in the preference's field that would change who is proposed, in the order of the list.

    A listed group that is not proposed, and that would pass the last one proposed of its district if it had what the
    letter prefers. A group that is proposed already, or would stay a reserve, is not asked.
    """
    preference = letter.preference
    if preference is None or preference.field in registry.absent_fields:
        return []
    writer = QuestionWriter(registry, letter)
    questions: dict[str, Question] = {}
    for product in _products_that_would_pass(registry, screening, letter, preference):
        if (product, PREFERENCE) in registry.verdicts:
            continue
        for question in writer.ask(product, PREFERENCE, preference.field):
            questions.setdefault(question.id, question)
    return list(questions.values())


def _products_that_would_pass(
    registry: Registry,
    screening: Screening,
    letter: Letter,
    preference: Preference,
) -> Iterator[int]:
    """The products of groups whose blank keeps them from passing the last one proposed of their district."""
    groups = screening.listed
    best_value = preference.first[0]
    preferred = groups.assign(prefers=True, **{preference.field: best_value})
    keys = _keys_of(groups, registry, screening, letter)
    keys_if_preferred = _keys_of(preferred, registry, screening, letter)
    district_ix = groups["district_ix"].to_numpy()
    is_selected = groups["selected"].to_numpy(dtype=bool)
    last_keys = dict(
        zip(
            district_ix[is_selected].tolist(),
            keys[is_selected].tolist(),
            strict=True,
        )
    )
    is_blank = groups["preference_value"].isna().to_numpy()
    is_blank_reserve = is_blank & ~is_selected
    rows = zip(
        district_ix[is_blank_reserve].tolist(),
        groups["product"].to_numpy()[is_blank_reserve].tolist(),
        keys_if_preferred[is_blank_reserve].tolist(),
        strict=True,
    )
    for district, product, key in rows:
        if district in last_keys and key < last_keys[district]:
            yield product


def _keys_of(
    groups: pd.DataFrame,
    registry: Registry,
    screening: Screening,
    letter: Letter,
) -> np.ndarray:
    """What orders these groups: a row of whole numbers each."""
    ranked = ranked_groups(groups, screening, registry.products)
    return np.column_stack(list(ranking_keys(ranked, letter).values()))


def all_questions(registry: Registry, letter: Letter) -> QuestionsById:
    """Every question that could be asked of this registry: a list may ask more than the screen shows.

    A question is asked wherever a condition of the letter is unknown, whichever of its columns leaves it so. Rows that
    the registry does not tell apart, and products of one group that a line leaves in doubt, share their questions.
    """
    writer = QuestionWriter(registry, letter)
    questions = chain.from_iterable(starmap(writer.ask, _unknowns(registry, letter)))
    return lists_by_key((question.id, question) for question in questions)


def _unknowns(registry: Registry, letter: Letter) -> Iterator[tuple[int, str, str]]:
    """Every product of which a condition, or the field that the letter prefers, is unknown: product, condition, field.

    A condition that is not evaluated in this run is not among them: one answer must not make it so.
    """
    masks = evaluate_conditions(
        registry.products,
        letter,
        registry.absent_fields,
    )
    fields = {condition.id: condition.field for condition in letter.conditions}
    for name in masks:
        condition = str(name)
        for product in masks.index[masks[name].isna()]:
            yield int(product), condition, fields[condition]
    preference = letter.preference
    if preference and preference.field not in registry.absent_fields:
        is_blank = registry.products[preference.field].isna()
        for product in registry.products.index[is_blank]:
            yield int(product), PREFERENCE, preference.field


def former_ids(questions: Iterable[Question], registry: Registry) -> set[str]:
    """The ids under which earlier versions asked these questions: they named neither the letter nor its numbers."""
    products = _ProductNames(registry)
    return {
        question_id(
            *products.names(question.product),
            question.condition,
            question.value.strip(),
        )
        for question in questions
    }


class _ProductNames:
    """What names a product in the id of a question: its district's code, its group, itself."""

    def __init__(self, registry: Registry) -> None:
        self.codes = [district.code for district in registry.scope.districts]
        products = registry.products
        self.districts: list[int] = products["district_ix"].tolist()
        self.group_ids = products["group_id"].tolist()
        self.group_names = products["group_name"].tolist()
        self.product_ids = products["product_id"].tolist()
        self.product_names = products["product_name"].tolist()

    def names(self, product: int) -> tuple[str, str, str]:
        """District code, group and product: ids where the registry has them, else names as they are compared."""
        group_name = str(self.group_names[product])
        group_word = self.group_ids[product] or group_key(group_name)
        product_name = str(self.product_names[product])
        product_word = self.product_ids[product] or fold(product_name)
        return self.codes[self.districts[product]], group_word, product_word


class QuestionWriter:
    """Writes questions about a registry under a letter."""

    def __init__(
        self,
        registry: Registry,
        letter: Letter,
    ) -> None:
        self.registry = registry
        self.letter_id = letter.id
        self.choices = letter.choices
        self.content = _content(letter)
        self.of_groups = {c.id for c in letter.conditions if c.is_of_group}
        self.products = _ProductNames(registry)
        self.doubts = doubts_of_values(registry, letter)
        has_star = registry.products["star"].notna()
        lacks_year = registry.products["star_year_be"].isna()
        has_cell = registry.addresses["star_year_be"].ne(NO_CELL)
        self.lacks_round = (has_star & lacks_year & has_cell).tolist()

    def ask(
        self,
        product: int,
        condition: str,
        field: str,
    ) -> Iterator[Question]:
        """The questions about one unknown: one per line of a list that leaves it in doubt, else one about its cell.

        Lines of one name that say the same are one question; where they say different things, what they say counts.
        """
        doubts = self.doubts.get((product, field), ())
        if not doubts:
            yield self._about_cell(product, condition, field)
        ids: set[str] = set()
        for doubt in doubts:
            value = _value_of_doubt(doubt, doubts)
            id_ = self._id(
                product,
                condition,
                value,
                is_of_group=doubt.of_group,
            )
            if id_ in ids:
                continue
            ids.add(id_)
            yield Question(
                id_,
                product,
                condition,
                field,
                doubt.place,
                value,
                doubt,
                group_place=self.registry.place(product, "group_name"),
            )

    def _about_cell(
        self,
        product: int,
        condition: str,
        field: str,
    ) -> Question:
        """The question about the cell of a value, or about several that contradict each other.

        What rows dispute of a producer is one question for all its products; so is a condition of the group.
        """
        disputed = self.registry.disputed.get((product, field))
        if condition in self.of_groups:
            place, value, is_of_group = self._place(product, field), "", True
        elif disputed:
            place = self.registry.disputed_cells[product, field][0].place
            value = "|".join(disputed)
            is_of_group = field in self.choices.producer_fields
        else:
            place = self._place(product, field)
            value = self.registry.not_understood.get(place, "")
            is_of_group = False
        id_ = self._id(product, condition, value, is_of_group=is_of_group)
        return Question(id_, product, condition, field, place, value)

    def _place(
        self,
        product: int,
        field: str,
    ) -> Place:
        """The cell that leaves the question open: of stars whose round is not known, the round's."""
        if field == "star" and self.lacks_round[product]:
            field = "star_year_be"
        return self.registry.place(product, field)

    def _id(
        self,
        product: int,
        condition: str,
        value: str,
        *,
        is_of_group: bool,
    ) -> str:
        """A hash of what is asked: the letter, its numbers, the product, the cell's value; row, file and order are not.

        The letter's text is not either: one that was reworded keeps its answers. All products of a group share the
        question where it is about the group.
        """
        district, group_word, product_word = self.products.names(product)
        return question_id(
            self.letter_id,
            district,
            group_word,
            "" if is_of_group else product_word,
            condition,
            self.content.get(condition, ""),
            value.strip(),
        )


def _content(letter: Letter) -> dict[str, str]:
    """By condition what the letter asks, as far as an answer depends on it."""
    content = {each.id: content_of(letter, each.id) for each in letter.conditions}
    if letter.preference:
        content[PREFERENCE] = letter.preference.content
    return content


def _value_of_doubt(doubt: Doubt, doubts: Sequence[Doubt]) -> str:
    """The name on a line in doubt, and what it says where lines of that name say different things."""
    for candidate in doubts:
        if candidate.name == doubt.name and candidate.value != doubt.value:
            return f"{doubt.name}|{doubt.value}"
    return doubt.name


def doubts_of_values(registry: Registry, letter: Letter) -> DoubtsOfValue:
    """By product and field, the lines of side lists that leave it in doubt."""
    tables = registry.tables + registry.side_tables
    lines_of_groups = _lines_of_groups(registry, letter.choices)
    doubts: DoubtsOfValue = defaultdict(list)
    rows: Any = registry.perhaps.itertuples(index=False)
    for row in rows:
        is_of_group = (row.field, row.table, row.address) in lines_of_groups
        doubt = _doubt(row, tables[row.table], is_of_group=is_of_group)
        doubts[row.product, row.field].append(doubt)
    return doubts


def _doubt(
    row: Any,
    source: TableSource,
    *,
    is_of_group: bool,
) -> Doubt:
    """row: of `Registry.perhaps`."""
    return Doubt(
        row.name,
        source.place(row.address),
        row.likeness,
        row.value,
        of_group=is_of_group,
    )


def _lines_of_groups(registry: Registry, choices: Choices) -> set[tuple[str, int, int]]:
    """The lines (field, table, address) that leave every product of one group in doubt, and of no other group."""
    if registry.perhaps.empty:
        return set()
    groups = number_groups(registry.products, choices)
    lines = registry.perhaps.assign(group=registry.perhaps["product"].map(groups))
    counts = lines.groupby(["field", "table", "address"]).agg(
        groups=("group", "nunique"),
        group=("group", "first"),
        products=("product", "nunique"),
    )
    size_of_group = counts["group"].map(groups.value_counts())
    is_whole_group = (counts["groups"] == 1) & (counts["products"] == size_of_group)
    return set(counts.index[is_whole_group])
