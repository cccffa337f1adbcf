"""A question that a shortlist leaves open, and what a person answered. It knows shapes only."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.findings.finding import NOWHERE
from kbo_screen.vocabulary.digests import digest_of_text

if TYPE_CHECKING:
    from kbo_screen.findings import Place

#: The hidden sheet of a shortlist that holds what the answer column offers: Excel takes no more than 255 characters in
#: the cell's own rule.
ANSWER_WORDS_SHEET: Final = "answer_words"
#: What a question about the letter's preference has for a condition.
PREFERENCE = "preference"
#: Digits of an id behind its letter: one chance in a thousand million that two questions of a country share one.
ID_DIGITS: Final = 12
_QUESTION_ID: Final = re.compile(rf"^Q[0-9a-f]{{{ID_DIGITS}}}$")


class Doubt(NamedTuple):
    """A line of a side list that is perhaps about the product: its name, place, likeness (0 to 100), what it says.

    of_group: the line speaks of the whole group, so that all its products share one question.
    """

    name: str
    place: Place
    likeness: float
    value: Any
    of_group: bool = False


class Question(NamedTuple):
    """What is not known of a product for one condition; `doubt` where a list may be about it."""

    id: str
    product: int
    condition: str
    field: str
    place: Place
    #: What stands in the cell, or on the line in doubt, as far as it tells questions apart.
    value: str = ""
    doubt: Doubt | None = None
    #: Where the registry names the group that is asked about.
    group_place: Place = NOWHERE


class Answer(NamedTuple):
    """What a person answered: the question's id, the words, who, when and why as written, and where it stands.

    group: as the answer's own row names it, "" where it names none.
    """

    question: str
    words: str
    by: str | None
    date: str | None
    place: Place
    reason: str | None = None
    group: str = ""

    @property
    def sha256(self) -> str:
        """The hash of what was answered and by whom: of group, question, answer, reason, by and date, as JSON.

        >>> Answer("Q0123456789ab", "3", None, "2022-12-20", NOWHERE, group="กลุ่มทอผ้า").sha256[:16]
        '6e9c280e04bbd13e'
        """
        parts = [
            self.group,
            self.question,
            self.words,
            self.reason or "",
            self.by or "",
            self.date or "",
        ]
        as_json = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return digest_of_text(as_json)


def question_id(*parts: str) -> str:
    """The id of a question: a hash of what is asked."""
    digest = digest_of_text("|".join(parts))
    return f"Q{digest[:ID_DIGITS]}"


def is_question_id(words: str) -> bool:
    """The words have the form of a question's id.

    >>> is_question_id("Q0123456789ab"), is_question_id("Q0123")
    (True, False)
    """
    return bool(_QUESTION_ID.match(words))
