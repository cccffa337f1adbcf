"""A letter as data: what an official order says, clause by clause, checked by pydantic.

It knows the words and numbers of a letter and how they hang together.
"""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from kbo_screen.letters.choices import Choices
from kbo_screen.letters.condition_kinds import ConditionOfLetter
from kbo_screen.letters.parts import (
    BuddhistYear,
    CodedField,
    Part,
    Quotation,
    Slug,
    Words,
)
from kbo_screen.vocabulary.dates import read_date

if TYPE_CHECKING:
    from kbo_screen.letters.condition_kinds import AnyCondition

#: Bounds of what an order can mean; a number beyond is a slip of the hand. No district has 1,000 OTOP groups to name.
MOST_GROUPS: Final = 1_000
MOST_OF_PROVINCE: Final = 20_000
MOST_REPRESENTATIVES: Final = 50
#: The answers to so many, three values each, are one number of 64 bits.
MOST_CONDITIONS: Final = 39
#: Parts of any other list of a letter: the country has 928 districts.
MOST_PARTS: Final = 1_000
#: Each is compared with all before it.
MOST_TIERS: Final = 50
#: Under each side of each the letter is checked as a whole.
MOST_READINGS: Final = 100
MOST_SIDES: Final = 10
LONGEST_ID: Final = 60
#: Dates of a letter, CE: the years of `BuddhistYear`.
FIRST_DATE: Final = dt.date(1957, 1, 1)
LAST_DATE: Final = dt.date(2057, 12, 31)
LetterDate = Annotated[
    dt.date,
    Field(
        ge=FIRST_DATE,
        le=LAST_DATE,
    ),
]
TieBreakKey = Literal["certainty", "standard-passed", "star", "group-id", "row-order"]


class District(Part):
    """A district of the letter: its official 4-digit code and its bare name (no อำเภอ or เขต)."""

    code: str = Field(pattern=r"^\d{4}$")
    name: str = Field(min_length=1)


class Clause(Part):
    """One clause: its number as cited ("1(2)"), the words as received, their meaning in English."""

    id: str
    th: str
    en: str


class FixedDate(Part):
    """A date as it is printed and as it is used; `weekday` is the printed one, which the used date must fit."""

    clause: str
    printed: str
    weekday: Literal["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]
    used: LetterDate
    note: Words | None = None


class Meeting(FixedDate):
    """The meeting that the chosen groups are called to.

    time: by when they report. place: room, building and district. purpose, bring: what
    they do there and what they bring, in the letter's words.
    """

    time: str
    place: str
    representatives_per_group: int = Field(ge=1, le=MOST_REPRESENTATIVES)
    purpose: str | None = None
    bring: str | None = None


class Officer(Part):
    """The officer whom each district names in its list to attend the meeting."""

    clause: str
    wording: Words


class LetterContact(Part):
    """Whom to ring about the letter: an office, never a person."""

    office: str = Field(min_length=1)
    phone: str = Field(min_length=1)


#: Conditions of which at least one must be met, by their ids.
Need = tuple[Slug, ...]


def _several(names: Need) -> Need:
    """The same names; PydanticCustomError where they are no two different ones."""
    if len(set(names)) > 1:
        return names
    raise PydanticCustomError("lone-alternative", "one alternative is none")


Alternatives = Annotated[
    Need, Field(max_length=MOST_CONDITIONS), AfterValidator(_several)
]


class Tier(Part):
    """Products that meet every condition in `requires`; the tiers stand in the order of the file.

    any_of: alternatives; of each list of conditions at least one must be met too.
    """

    id: Slug
    clause: str
    quote: Quotation | None = None
    name: Words
    requires: tuple[Slug, ...] = Field(min_length=1, max_length=MOST_CONDITIONS)
    any_of: tuple[Alternatives, ...] = Field(default=(), max_length=MOST_CONDITIONS)
    orders_by_star: bool = False

    @property
    def needs(self) -> tuple[Need, ...]:
        """What a product has to meet."""
        return (*((name,) for name in self.requires), *self.any_of)

    @property
    def asks(self) -> frozenset[Slug]:
        """Every condition that the tier looks at, as one of several or by itself."""
        return frozenset(chain.from_iterable(self.needs))

    def without(self, condition_id: Slug) -> list[Self]:
        """The tier that does not ask a condition; none where it would ask nothing.

        The last of several alternatives is required.
        """
        required: list[Slug] = []
        alternatives = []
        for need in self.needs:
            names = tuple(name for name in need if name != condition_id)
            if len(names) == 1:
                required += names
            elif names:
                alternatives.append(names)
        if not required and not alternatives:
            return []
        parts = {"requires": tuple(required), "any_of": tuple(alternatives)}
        return [self.model_copy(update=parts)]


class Preference(Part):
    """Within a tier, groups whose `field` holds one of `first` come first; the rest tie."""

    clause: str
    quote: Quotation | None = None
    field: CodedField
    first: tuple[str, ...] = Field(min_length=1, max_length=MOST_PARTS)
    wording: Words
    no_source: Literal["stamp"] = "stamp"

    @property
    def content(self) -> str:
        """Field and values, as `Condition.content`: an answer holds for the question as it was asked."""
        values = "|".join(self.first)
        return f"{self.field}={values}"


class TieBreak(Part):
    """An order of our own where the letter leaves a tie: not in the letter, and marked so wherever it shows."""

    key: TieBreakKey
    wording: Words


class MatchCuts(Part):
    """From which likeness of names (0 to 100) a line of a side list is the same group, or perhaps the same.

    Ours, not a letter's: chosen on labelled pairs; a letter may move them.
    """

    same: float = Field(
        default=93,
        ge=50,
        le=100,
    )
    perhaps: float = Field(
        default=70,
        ge=30,
        le=100,
    )

    @model_validator(mode="after")
    def _same_is_the_higher(self) -> Self:
        if self.same < self.perhaps:
            limits = {
                "same": f"{self.same:g}",
                "perhaps": f"{self.perhaps:g}",
            }
            raise PydanticCustomError("cut-offs", "same is below perhaps", limits)
        return self


class Quota(Part):
    """How many groups are named: the least and the most of a district, and the number of the whole province.

    unit: what the numbers count. A letter sets the least of a district, the number of the province, or both.
    """

    clause: str
    quote: Quotation | None = None
    groups_per_district: int | None = Field(
        default=None,
        ge=1,
        le=MOST_GROUPS,
    )
    most_per_district: int | None = Field(
        default=None,
        ge=1,
        le=MOST_GROUPS,
    )
    per_province: int | None = Field(
        default=None,
        ge=1,
        le=MOST_OF_PROVINCE,
    )
    unit: Literal["groups", "products"] = "groups"
    wording: Words

    @property
    def least_per_district(self) -> int:
        """The least of a district; 0 where the letter sets none."""
        return self.groups_per_district or 0

    @model_validator(mode="after")
    def _sets_some_number(self) -> Self:
        if self.groups_per_district is None and self.per_province is None:
            keys = {"keys": "groups_per_district / per_province"}
            raise PydanticCustomError("missing-one-of", "no number", keys)
        return self

    @model_validator(mode="after")
    def _most_is_not_below_least(self) -> Self:
        most = self.most_per_district
        if most is not None and most < self.least_per_district:
            limits = {
                "min": self.least_per_district,
                "max": most,
            }
            raise PydanticCustomError("empty-range", "most is below least", limits)
        return self

    @model_validator(mode="after")
    def _most_is_of_groups(self) -> Self:
        """A list names groups, each with all of its products: it cannot stop within one."""
        if self.most_per_district is not None and self.unit == "products":
            raise PydanticCustomError("most-of-products", "most counts groups")
        return self


class OtherSide(Words):
    """A side not taken, in words, and what the letter file would say under it.

    set: path of a field -> its other value. Parts that carry an id are named by it ("tiers.fallback.requires"); a
    whole part under a new id ("conditions.has-standard") is added; "off" takes out a part that a letter can lack.
    """

    set: dict[str, Any] = Field(default_factory=dict)


class LetterReading(Part):
    """A choice where the wording leaves one, with the choice not taken.

    `field` names the field of the letter file that holds the side taken, such as "choices.lateness". `also`: further
    sides that could be taken. `affects`: where another side is felt.
    """

    id: Slug
    clause: str
    field: str | None = None
    question: Words
    chosen: Words
    other: OtherSide
    also: tuple[OtherSide, ...] = Field(default=(), max_length=MOST_SIDES)
    affects: tuple[Literal["screening", "lists", "meeting"], ...] = ("screening",)
    why: Words

    @property
    def other_sides(self) -> tuple[OtherSide, ...]:
        """Every side not taken, the first of them first."""
        return (self.other, *self.also)


class PrintedError(Part):
    """A fault of the print: what stands there, what is wrong with it, what is used instead."""

    printed: str
    fault: Words
    used: Words


class UncodedClause(Part):
    """What the letter says and the program does not carry out, and why.

    clause: None for what stands outside of them, such as the preamble. quotes: the letter's words for it.
    """

    clause: str | None = None
    what: Words
    why: Words
    quotes: tuple[Quotation, ...] = Field(default=(), max_length=MOST_PARTS)


class Example(Part):
    """A product in the words people type, and what the letter makes of it. Runs as a test, is printed in the docs.

    comes_first: whether the letter's preference puts its group first; None where the example says nothing of it.
    """

    id: Slug
    clause: str
    words: Words
    product: dict[str, str]
    tier: Slug | Literal["none"]
    certainty: Literal["certain", "judgement", "check"] | None = None
    comes_first: bool | None = None


class FieldQuote(Part):
    """The words of the letter that a field of its file was taken from, misprints as they stand.

    field: such as "meeting.time".
    """

    field: str
    words: Quotation


class LetterText(Part):
    """The letter's text as it was received: a file beside the letter file, and the SHA-256 of its UTF-8 text.

    It is of one letter: a letter file that is made from another one brings its own, or none.
    """

    file: str = Field(pattern=r"^[^/\\:]+\.txt$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    quotes: tuple[FieldQuote, ...] = Field(default=(), max_length=MOST_PARTS)


class Letter(Part):
    """A letter, whole. Ids are unique; tiers name known conditions; every date fits its weekday.

    meeting: None where the letter calls nobody to one; no representative is asked for then.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=LONGEST_ID)
    number: str
    urgency: str | None = None
    date: LetterDate
    issuer: Words
    subject: str
    province: str
    fiscal_year_be: BuddhistYear
    text: LetterText | None = None
    districts: tuple[District, ...] = Field(min_length=1, max_length=MOST_PARTS)
    quota: Quota
    deadline: FixedDate
    meeting: Meeting | None = None
    officer: Officer | None = None
    contact: LetterContact | None = None
    clauses: tuple[Clause, ...] = Field(min_length=1, max_length=MOST_PARTS)
    conditions: tuple[ConditionOfLetter, ...] = Field(
        min_length=1, max_length=MOST_CONDITIONS
    )
    tiers: tuple[Tier, ...] = Field(min_length=1, max_length=MOST_TIERS)
    preference: Preference | None = None
    tie_breaks: tuple[TieBreak, ...] = Field(max_length=MOST_PARTS)
    matching: MatchCuts = MatchCuts()
    choices: Choices = Choices()
    readings: tuple[LetterReading, ...] = Field(default=(), max_length=MOST_READINGS)
    printed_errors: tuple[PrintedError, ...] = Field(default=(), max_length=MOST_PARTS)
    not_encoded: tuple[UncodedClause, ...] = Field(default=(), max_length=MOST_PARTS)
    examples: tuple[Example, ...] = Field(min_length=1, max_length=MOST_PARTS)

    def condition(self, condition_id: str) -> AnyCondition:
        """The condition of that id. Raises KeyError when there is none."""
        for condition in self.conditions:
            if condition.id == condition_id:
                return condition
        raise KeyError(condition_id)

    def tier(self, tier_id: str) -> Tier:
        """The tier of that id."""
        return next(tier for tier in self.tiers if tier.id == tier_id)

    def reading(self, name: str) -> LetterReading:
        """The reading of that id, or of the side of that name ("withdrawn/2")."""
        reading_id, _, _ = name.partition("/")
        return next(each for each in self.readings if each.id == reading_id)

    def need_with(self, condition_id: str) -> Need:
        """The conditions of which any is enough where that one is asked: itself alone where a tier requires it."""
        needs = chain.from_iterable(tier.needs for tier in self.tiers)
        return min(
            (need for need in needs if condition_id in need),
            key=len,
            default=(condition_id,),
        )

    def with_condition(self, condition: AnyCondition) -> Self:
        """The letter with a condition instead of its own of the same id."""
        conditions = tuple(
            condition if each.id == condition.id else each for each in self.conditions
        )
        return self.model_copy(update={"conditions": conditions})

    @property
    def field_quotes(self) -> tuple[FieldQuote, ...]:
        """The words of the letter's text that fields were taken from; none without a text."""
        return self.text.quotes if self.text else ()

    @property
    def star_year_be(self) -> int | None:
        """The round whose stars the letter asks for; None where it asks for none."""
        for condition in self.conditions:
            if condition.star_round_be is not None:
                return condition.star_round_be
        return None

    @property
    def takes_latest_stars(self) -> bool:
        """The latest stars of a product count, whatever their round."""
        return any(condition.takes_any_round for condition in self.conditions)

    @property
    def most_per_district(self) -> int | None:
        """The most groups that a district names; None where there is no limit."""
        if self.choices.quota_is == "exact" and self.quota.per_province is None:
            return self.quota.groups_per_district
        return self.quota.most_per_district

    @property
    def judges_whole_provinces(self) -> bool:
        """What a district needs depends on the other districts of its province."""
        has_quota = self.quota.per_province is not None
        return has_quota or self.choices.insufficient == "per-province"

    @property
    def due_date(self) -> dt.date:
        """The last day on which a list is in time: the date as used, or as printed where the letter chooses that.

        The check of a letter refuses a printed date that cannot be read where it is chosen.
        """
        printed_date = read_date(self.deadline.printed).date
        if self.choices.lateness == "as-printed" and printed_date:
            return printed_date
        return self.deadline.used

    def is_late(self, received: dt.date) -> bool:
        """A list received on that day came after the last day."""
        return received > self.due_date
