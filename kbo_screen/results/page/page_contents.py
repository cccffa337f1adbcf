"""The page of each command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.results.page.content import Content, content_of
from kbo_screen.results.page.sections import add_questions, add_shortfall
from kbo_screen.results.page.submissions import add_sent, only_sent

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.results.shortfall.shortfall_result import Shortfall


def rank_content(run: Run) -> Content:
    """The page of a shortlist: lists, questions, findings."""
    content = content_of(run, "rank")
    add_questions(content, run)
    return content


def shortfall_content(shortfall: Shortfall) -> Content:
    """The lists, whom to ask, levers, who is nearly in, and what was sent.

    What it has for a district are questions; its list as a text for the chat stands on the page of the shortlist.
    """
    content = content_of(shortfall.run, "shortfall")
    for district in content.districts:
        district.chat = ""
    add_shortfall(content, shortfall)
    if shortfall.checked:
        add_sent(content, shortfall.checked)
    return content


def check_content(checked: Validation) -> Content:
    """The lists, what each district sent and what it has to mend."""
    content = content_of(checked.run, "validate")
    only_sent(content, checked)
    return content
