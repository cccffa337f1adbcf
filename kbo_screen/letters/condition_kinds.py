"""The kinds of condition that a letter can state: one class each, with what the rooms above need to know of it.

A kind says what it takes, what makes it wider, and how it reads. How a whole registry is asked, in three values, says
`screening/conditions.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kbo_screen.findings.catalogue import text, value_text
from kbo_screen.letters.parts import (
    BuddhistYear,
    CodedField,
    Part,
    Quotation,
    Slug,
    Words,
)
from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbo_screen.vocabulary.stated_numbers import StatedNumbers

#: Fields whose values are of the letter's fiscal year: under another year the same condition asks something else.
FIELDS_OF_FISCAL_YEAR: Final = frozenset({"other_project"})

#: A part of a condition, and what stands in it: numbers, in words of the letter file.
PartNumbers = tuple[str, str]


class RangeEnd(NamedTuple):
    """One end of what a condition takes: the part that sets it, the last value inside, the first one beyond."""

    part: Literal["min", "max"]
    last: int
    beyond: int


class Condition(Part, ABC):
    """What every kind of condition says: id, clause, field, wording, and who can answer it."""

    id: Slug
    clause: str
    quote: Quotation | None = Field(
        default=None,
        description="The words of the clause that state it; its whole clause where none are named.",
    )
    wording: Words
    brief: Words = Field(
        description="The wording in a few words, {value} standing for the product's own value."
    )
    kind: Literal["fact", "judgement"] = "fact"
    no_source: Literal["stop", "stamp", "tier-unavailable", "ask"] = Field(
        description="When no column and no list brings the field: stop the run, go on without the condition and "
        "stamp the result, leave its tiers out, or leave the question open for the district."
    )
    field: str
    of: Literal["product", "any", "all", "best"] = Field(
        default="product",
        description="Of which products of its group it is asked: of each by itself, or of the group, for which any of "
        "its products must hold it, all of them, or the one with the best value.",
    )
    blank: Literal["unknown", "holds", "fails"] | None = Field(
        default=None,
        description="What a product without a value says of it; where nothing is written, unknown, and of stars that "
        "it fails: not rated.",
    )

    #: The parts that a variant of the letter can change, each with the id of the text that says what it can be.
    changeable: ClassVar[dict[str, str]] = {}

    @abstractmethod
    def takes(self, value: object) -> bool:
        """The condition holds for a value of its field that is known."""

    @abstractmethod
    def content(self, fiscal_year_be: int) -> str:
        """What is asked, in the letter's numbers: an answer holds for the question as it was asked.

        fiscal_year_be: the letter's, of which projects are.
        """

    @abstractmethod
    def can_hold_with(self, condition: Condition) -> bool:
        """Some value of the field meets both conditions. condition: of the same kind and field."""

    def covers(self, condition: Condition) -> bool:  # noqa: ARG002 - a kind that can tell says so itself
        """Every value that the other condition takes is taken here too; False where that cannot be told."""
        return False

    @abstractmethod
    def unstated(
        self,
        stated: StatedNumbers,
        fiscal_year_be: int | None,
    ) -> Iterator[PartNumbers]:
        """The parts whose numbers the words of the letter do not state, each with its numbers.

        stated: the numbers of these words. fiscal_year_be: the letter's, where it binds projects.
        """

    @property
    def is_of_group(self) -> bool:
        """It is asked of a whole group: all products of one have the same answer."""
        return self.of != "product"

    @property
    def is_judgement(self) -> bool:
        """The district judges it; anything else is a fact, for the registry to know."""
        return self.kind == "judgement"

    @property
    def asking_words(self) -> Words:
        """The words in which a person is asked: a judgement in brief, of a fact what the letter says."""
        return self.brief if self.is_judgement else self.wording

    @property
    def effect_of_absence(self) -> Literal["stamp", "tier-unavailable"] | None:
        """What follows where nothing brings the field and the run goes on without the condition; None: it is asked."""
        if self.no_source in ("stamp", "tier-unavailable"):
            return self.no_source
        return None

    @property
    def star_round_be(self) -> int | None:
        """The round whose stars are asked for; None where none are."""
        return None

    @property
    def takes_any_round(self) -> bool:
        """Of stars: the latest of a product count, whatever their round."""
        return False

    @property
    def window(self) -> tuple[int, ...] | None:
        """The years at the edge of a window of time: a group at its edge, or outside it, is told so."""
        return None

    @property
    def ends(self) -> tuple[RangeEnd, ...]:
        """The ends of a range of whole numbers, which levers move and the edges of a list are told by."""
        return ()

    def wider_ends(self) -> list[RangeEnd]:
        """The ends beyond which a value is still possible."""
        return [end for end in self.ends if self.is_possible(end.part, end.beyond)]

    def is_possible(
        self,
        part: str,
        value: int,
    ) -> bool:
        """A number that a letter can state for that part."""
        least, most = limits_of(type(self), part)
        return (least is None or value >= least) and (most is None or value <= most)

    def changed(self, words_of_parts: Mapping[str, str]) -> Self:
        """The condition with other values of its parts, as typed. Raises ValueError for one that does not fit."""
        parts = {part: self.read_part(words) for part, words in words_of_parts.items()}
        return type(self).model_validate(self.model_dump() | parts)

    def read_part(self, words: str) -> object:
        """What a person typed for a part."""
        return int(words)

    def allowed_words(self, part: str, lang: str) -> str:
        """What a part can be, for a person who typed something else."""
        least, most = limits_of(type(self), part)
        return text(
            self.changeable[part],
            lang,
            path=f"{self.id}.{part}",
            least=least,
            most=most,
        )

    @abstractmethod
    def brief_of(
        self,
        value: object,
        lang: str,
    ) -> str:
        """The condition in brief, with a product's own value; None: it holds by a plain yes."""


class OneOf(Condition):
    """True where a coded field holds one of `values`."""

    test: Literal["one-of"]
    field: CodedField
    values: tuple[str, ...] = Field(min_length=1)

    changeable: ClassVar[dict[str, str]] = {"values": "conditions.allowed.values"}

    @model_validator(mode="after")
    def _values_belong_to_the_field(self) -> Self:
        known = CODED_VALUES[self.field]
        for value in self.values:
            if value not in known:
                raise PydanticCustomError(
                    "one-of", "no value of the field", {"known": ", ".join(known)}
                )
        return self

    def takes(self, value: object) -> bool:
        """The code is one of the values."""
        return value in set(self.values)

    def content(self, fiscal_year_be: int) -> str:
        """Field and values; of projects the fiscal year too."""
        values = "|".join(sorted(self.values))
        is_of_year = self.field in FIELDS_OF_FISCAL_YEAR
        year = f"/{fiscal_year_be}" if is_of_year else ""
        return f"{self.field}={values}{year}"

    def unstated(
        self,
        stated: StatedNumbers,
        fiscal_year_be: int | None,
    ) -> Iterator[PartNumbers]:
        """Of projects the fiscal year; codes are no numbers."""
        is_of_year = self.field in FIELDS_OF_FISCAL_YEAR and fiscal_year_be is not None
        if is_of_year and fiscal_year_be not in stated.single:
            yield "values", str(fiscal_year_be)

    def can_hold_with(self, condition: Condition) -> bool:
        """The two share a value."""
        return any(condition.takes(value) for value in self.values)

    def read_part(self, words: str) -> object:
        """Values with commas between them."""
        return tuple(words.split(","))

    def allowed_words(self, part: str, lang: str) -> str:
        """The values that the field can hold."""
        values = ", ".join(CODED_VALUES[self.field])
        return text(
            self.changeable[part],
            lang,
            path=f"{self.id}.{part}",
            values=values,
        )

    def brief_of(
        self,
        value: object,
        lang: str,
    ) -> str:
        """The code in words."""
        words = text("words.truth.unknown", lang)
        if value is not None:
            words = value_text(self.field, value, lang)
        return self.brief.to(lang).format(value=words)


class Range(Condition):
    """A whole number within `min` and `max`, both included."""

    min: int
    max: int

    changeable: ClassVar[dict[str, str]] = {
        "min": "conditions.allowed.range",
        "max": "conditions.allowed.range",
    }

    @model_validator(mode="after")
    def _range_is_not_empty(self) -> Self:
        if self.min > self.max:
            raise PydanticCustomError(
                "empty-range",
                "min is above max",
                {
                    "min": self.min,
                    "max": self.max,
                },
            )
        return self

    def takes(self, value: object) -> bool:
        """The number lies within the range."""
        return isinstance(value, int) and self.min <= value <= self.max

    def content(self, fiscal_year_be: int) -> str:  # noqa: ARG002 - a range asks the same in every year
        """The range."""
        return f"{self.min}-{self.max}"

    def unstated(
        self,
        stated: StatedNumbers,
        fiscal_year_be: int | None,  # noqa: ARG002 - a range has none
    ) -> Iterator[PartNumbers]:
        """The range; an end beyond which nothing can be may stand open."""
        is_stated = stated.hold_range(
            self.min,
            self.max,
            is_open_below=not self.is_possible("min", self.min - 1),
            is_open_above=not self.is_possible("max", self.max + 1),
        )
        if not is_stated:
            yield "min", f"{self.min}–{self.max}"

    def can_hold_with(self, condition: Condition) -> bool:
        """The ranges meet."""
        if not isinstance(condition, Range):
            return True
        return max(self.min, condition.min) <= min(self.max, condition.max)

    def covers(self, condition: Condition) -> bool:
        """The other range lies within this one."""
        return (
            isinstance(condition, type(self))
            and self.min <= condition.min
            and condition.max <= self.max
        )

    @property
    def ends(self) -> tuple[RangeEnd, ...]:
        """The lower end and the upper."""
        return (
            RangeEnd("min", self.min, self.min - 1),
            RangeEnd("max", self.max, self.max + 1),
        )

    def brief_of(
        self,
        value: object,
        lang: str,
    ) -> str:
        """The number; where the condition holds by a plain yes, its range."""
        words = self.brief.to(lang)
        if value is not None or "{value}" not in words:
            return words.format(value=value)
        limits = text(
            "conditions.range",
            lang,
            min=self.min,
            max=self.max,
        )
        return text("conditions.by_answer", lang, brief=words.format(value=limits))


class YearBetween(Range):
    """True where a year lies within min and max, both included."""

    test: Literal["between"]
    field: Literal["registered_year_be"]
    min: BuddhistYear
    max: BuddhistYear

    @property
    def window(self) -> tuple[int, ...] | None:
        """The first and the last year of registration."""
        return self.min, self.max


class StarBetween(Range):
    """True where the product was given min to max stars in the round of `year_be`; a product not rated is false."""

    test: Literal["star-between"]
    field: Literal["star"]
    min: int = Field(ge=1, le=5)
    max: int = Field(ge=1, le=5)
    year_be: BuddhistYear
    round: Literal["named", "latest"] = Field(
        default="named",
        description="The stars of the round of `year_be`, or the latest that the product has, whatever their round.",
    )

    changeable: ClassVar[dict[str, str]] = {
        **Range.changeable,
        "year_be": "conditions.allowed.year",
    }

    @property
    def star_round_be(self) -> int | None:
        """The round that gave the stars."""
        return self.year_be

    @property
    def takes_any_round(self) -> bool:
        """The latest stars count."""
        return self.round == "latest"

    def content(self, fiscal_year_be: int) -> str:
        """The range and the round."""
        which = "latest" if self.round == "latest" else self.year_be
        return f"{super().content(fiscal_year_be)}/{which}"

    def unstated(
        self,
        stated: StatedNumbers,
        fiscal_year_be: int | None,
    ) -> Iterator[PartNumbers]:
        """The range and the round."""
        yield from super().unstated(stated, fiscal_year_be)
        if self.year_be not in stated.single:
            yield "year_be", str(self.year_be)

    def can_hold_with(self, condition: Condition) -> bool:
        """The ranges meet, in one round."""
        return self._is_of_round_of(condition) and super().can_hold_with(condition)

    def covers(self, condition: Condition) -> bool:
        """The other range lies within this one, in one round."""
        return self._is_of_round_of(condition) and super().covers(condition)

    def _is_of_round_of(self, condition: Condition) -> bool:
        if not isinstance(condition, StarBetween):
            return False
        return (self.year_be, self.round) == (condition.year_be, condition.round)


#: Every kind; `test` in the letter file says which.
AnyCondition = OneOf | YearBetween | StarBetween
ConditionOfLetter = Annotated[AnyCondition, Field(discriminator="test")]


def limits_of(model: type[Part], part: str) -> tuple[int | None, int | None]:
    """The least and the greatest number that a part of a letter can be, None where there is none."""
    least = most = None
    for bound in model.model_fields[part].metadata:
        least = getattr(bound, "ge", least)
        most = getattr(bound, "le", most)
    return least, most
