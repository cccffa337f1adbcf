"""A run: everything that a report reads, and the receipt that proves it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from kbo_screen.desk.questions import (
    doubts_of_values,
    open_questions,
    preference_questions,
)
from kbo_screen.findings import Place

if TYPE_CHECKING:
    from kbo_screen.desk.questions import DoubtsOfValue
    from kbo_screen.findings import Finding
    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.question import Question
    from kbo_screen.registry.registry import Registry, ScopeDistrict
    from kbo_screen.screening.screening import Screening


class InputReceipt(BaseModel):
    """One input: its name (never its folder), its hash, its size and the sheet rows read from it."""

    model_config = ConfigDict(frozen=True)

    name: str
    role: str
    sha256: str
    size_bytes: int
    rows: int


class AnswerReceipt(BaseModel):
    """One answer that was given: its question, the group that its row names, where it stands, its hash.

    Who answered is in the hash alone (`Answer.sha256`).
    """

    model_config = ConfigDict(frozen=True)

    question: str
    group: str
    file: str | None
    sheet: str | None
    cell: str | None
    sha256: str

    @property
    def place(self) -> Place:
        """Where the answer stands."""
        return Place(self.file, self.sheet, self.cell)


class Receipt(BaseModel):
    """What made a result: program, letter, inputs, answers, options, time. The same receipt gives the same result.

    letter_text_sha256: of the text of the order that the letter file names; None where it names none.
    """

    model_config = ConfigDict(frozen=True)

    program: str = "kbo-screen"
    version: str
    letter_id: str
    letter_sha256: str
    letter_text_sha256: str | None = None
    inputs: tuple[InputReceipt, ...]
    answers: tuple[AnswerReceipt, ...] = ()
    options: dict[str, Any]
    time: dt.datetime


@dataclass(frozen=True, eq=False)
class Run:
    """One run of the program over one registry and one letter: all that a report reads."""

    letter: Letter
    registry: Registry
    screening: Screening
    findings: tuple[Finding, ...]
    receipt: Receipt
    lang: str = "th"

    @property
    def areas(self) -> tuple[ScopeDistrict, ...]:
        """The districts that the letter is applied to, in order."""
        return self.registry.scope.districts

    @property
    def provinces(self) -> tuple[str, ...]:
        """The provinces that the letter is applied to."""
        return self.registry.scope.provinces

    @property
    def evaluated_conditions(self) -> list[AnyCondition]:
        """The conditions that something answers in this run, in the letter's order."""
        answered = self.screening.is_true
        return [each for each in self.letter.conditions if each.id in answered]

    @cached_property
    def questions(self) -> list[Question]:
        """What the shortlist leaves open, as `open_questions` gives it."""
        return open_questions(self.registry, self.screening, self.letter)

    @cached_property
    def doubts(self) -> DoubtsOfValue:
        """By product and field, the lines of side lists that leave it in doubt."""
        return doubts_of_values(self.registry, self.letter)

    @cached_property
    def preference_questions(self) -> list[Question]:
        """Blanks that would change who is proposed, as `preference_questions` gives them."""
        return preference_questions(
            self.registry,
            self.screening,
            self.letter,
        )
