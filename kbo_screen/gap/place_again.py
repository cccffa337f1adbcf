"""Where groups and districts stand under other answers or another letter, as a whole screening would have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.screening.group_tiers import place_groups
from kbo_screen.screening.tiers import place_products

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.answers import Answers
    from kbo_screen.screening.group_facts import GroupFacts
    from kbo_screen.screening.group_tiers import GroupTiers


def place_again(
    facts: GroupFacts,
    answers: Answers,
    letter: Letter,
) -> GroupTiers:
    """Place every group by the answers of its products and the tiers of a letter."""
    placed = place_products(answers, letter, facts.registry.absent_fields)
    return place_groups(facts, placed, letter)
