"""The questions that a shortlist leaves open, each with an id that outlives sorting, deleted rows and a new edition.

Knows what is asked of whom. Refuses to know what an answer settles (`answering.py`), sheets and files.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from kbo_screen.findings import Place
from kbo_screen.screening.ranking import ranking_keys
from kbo_screen.screening.registry import Registry, cell_name
from kbo_screen.vocabulary.names import group_key
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.screening import Screening

#: Digits of an id behind its letter: one chance in a thousand million that two questions of a country share one.
ID_DIGITS = 12
_QUESTION_ID: Final = re.compile(rf"^Q[0-9a-f]{{{ID_DIGITS}}}$")
#: The hidden sheet of a shortlist that holds what the answer column offers: Excel takes no more than 255 characters in
#: the cell's own rule.
ANSWER_WORDS_SHEET: Final = "answer_words"
#: What a question about the letter's preference has for a condition.
PREFERENCE = "preference"


class Doubt(NamedTuple):
    """A line of a side list that is perhaps about the product: its name, place, likeness (0 to 100), what it says."""

    name: str
    place: Place
    likeness: float
    value: Any


@dataclass(frozen=True, slots=True)
class Question:
    """What is not known of a product for one condition; `doubt` where a list may be about it."""

    id: str
    product: int
    condition: str
    field: str
    place: Place
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered: the question's id, the words, who and when as written, and where it stands."""

    question: str
    words: str
    by: str | None
    date: str | None
    place: Place


def open_questions(registry: Registry, screening: Screening, letter: Letter) -> list[Question]:
    """What to ask, in the order of the list: of every listed group, the unknowns of each product that has a tier."""
    listed = screening.listed
    order = {group: number for number, group in enumerate(listed.index)}
    products = screening.products[screening.products["group"].isin(listed.index) & screening.products["tier"].notna()]
    rows = zip(products.index, products["group"], products["stands"], products["tier"], strict=True)
    asked = sorted((order[group], not stands, product, tier) for product, group, stands, tier in rows)
    requires = {tier.id: tier.requires for tier in letter.tiers}
    unknown = {name: screening.is_unknown[name].to_numpy() for name in screening.is_unknown}
    writer = QuestionWriter(registry)
    return [
        question
        for _, _, product, tier in asked
        for condition in letter.conditions
        if condition.id in requires[tier] and condition.id in unknown and unknown[condition.id][product]
        for question in writer.ask(product, condition.id, condition.field)
    ]


def preference_questions(registry: Registry, screening: Screening, letter: Letter) -> list[Question]:
    """The blanks in the preference's field that would change who is proposed, in the order of the list.

    A listed group that is not proposed, and that would pass the last one proposed of its district if it had what the
    letter prefers. A group that is proposed already, or would stay a reserve, is not asked.
    """
    preference = letter.preference
    if preference is None or preference.field in registry.absent_fields:
        return []
    listed = screening.listed
    numbers = screening.products["group"]
    first = pd.Series(range(len(numbers)), index=numbers.to_numpy()).groupby(level=0).first()
    listed = listed.assign(
        tier_ix=listed["tier"].cat.codes,
        certainty_ix=listed["certainty"].cat.codes,
        first_row=first.reindex(listed.index).to_numpy(),
    )
    keys = ranking_keys(listed, registry.products, letter)
    preferred = listed.assign(prefers=True, **{preference.field: preference.first[0]})
    would = ranking_keys(preferred, registry.products, letter)
    now, then = keys.to_numpy().tolist(), would.to_numpy().tolist()
    districts, selected, products = (listed[name].tolist() for name in ("district_ix", "selected", "product"))
    last = {ix: key for ix, is_selected, key in zip(districts, selected, now, strict=True) if is_selected}
    values = listed if preference.field in listed else registry.products.loc[listed["product"]]
    unknown = values[preference.field].isna().tolist()
    writer = QuestionWriter(registry)
    rows = zip(districts, selected, unknown, products, then, strict=True)
    return [
        question
        for district_ix, is_selected, is_unknown, product, key in rows
        if is_unknown and not is_selected and district_ix in last and key < last[district_ix]
        for question in writer.ask(product, PREFERENCE, preference.field)
    ]


def is_question_id(words: str) -> bool:
    """The words have the form of a question's id.

    >>> is_question_id("Q0123456789ab"), is_question_id("Q0123")
    (True, False)
    """
    return bool(_QUESTION_ID.match(words))


def all_questions(registry: Registry, letter: Letter) -> dict[str, list[Question]]:
    """Every question that could be asked of this registry, by its id: a list may ask more than the screen shows.

    Rows of one product that the registry does not tell apart share their questions.
    """
    writer = QuestionWriter(registry)
    found: dict[str, list[Question]] = defaultdict(list)
    for condition in letter.conditions:
        if condition.field in registry.absent_fields and condition.no_source != "ask":
            continue  # not evaluated in this run: one answer must not make it so
        column = registry.products["star_rated" if condition.field == "star" else condition.field]
        for product in registry.products.index[column.isna()]:
            for question in writer.ask(int(product), condition.id, condition.field):
                found[question.id].append(question)
    preference = letter.preference
    if preference and preference.field not in registry.absent_fields:
        for product in registry.products.index[registry.products[preference.field].isna()]:
            for question in writer.ask(int(product), PREFERENCE, preference.field):
                found[question.id].append(question)
    return found


class QuestionWriter:
    """Writes questions about a registry; keeps what stands in the cells that were not understood."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.values = registry.not_understood
        self.codes = [d.code for d in registry.scope.districts]
        columns = ("district_ix", "group_id", "group_name", "product_id", "product_name")
        self.columns = {name: registry.products[name].tolist() for name in columns}
        self.doubts = _doubts(registry)

    def ask(self, product: int, condition: str, field: str) -> Iterator[Question]:
        """The questions about one unknown: one per line of a list that leaves it in doubt, else one about its cell.

        Lines of one name that say the same are one question; where they say different things, what they say counts.
        """
        doubts = self.doubts.get((product, field), ())
        asked = set()
        for doubt in doubts:
            is_one = all(other.value == doubt.value for other in doubts if other.name == doubt.name)
            id_ = self._id(product, condition, doubt.name if is_one else f"{doubt.name}|{doubt.value}")
            if id_ not in asked:
                yield Question(id_, product, condition, field, doubt.place, doubt)
            asked.add(id_)
        if not doubts:
            place = self.registry.place(product, field)
            disputed = self.registry.disputed.get((product, field))
            value = "|".join(disputed) if disputed else self.values.get(place, "")
            yield Question(self._id(product, condition, value), product, condition, field, place)

    def _id(self, product: int, condition: str, value: str) -> str:
        """A hash of what the question is about and of the cell's value; row, file and order do not count."""
        own = {name: values[product] for name, values in self.columns.items()}
        group = own["group_id"] or group_key(str(own["group_name"]))
        named = own["product_id"] or fold(str(own["product_name"]))
        words = "|".join((self.codes[own["district_ix"]], group, named, condition, value.strip()))
        return "Q" + hashlib.sha256(words.encode()).hexdigest()[:ID_DIGITS]


def _doubts(registry: Registry) -> dict[tuple[int, str], list[Doubt]]:
    """By product and field, the lines of side lists that leave it in doubt."""
    tables = registry.tables + registry.side_tables
    found: dict[tuple[int, str], list[Doubt]] = {}
    for line in registry.perhaps.itertuples(index=False):
        row: Any = line
        source = tables[row.table]
        place = Place(source.file, source.sheet, cell_name(row.address) if row.address >= 0 else None)
        doubt = Doubt(str(row.name), place, float(row.likeness), row.value)
        found.setdefault((row.product, row.field), []).append(doubt)
    return found
