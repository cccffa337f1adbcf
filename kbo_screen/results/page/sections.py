"""What else the page says of a district: its questions, its levers, who is nearly in.

Telephone numbers have no place in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.results.page.content import Block
from kbo_screen.results.rows import plain
from kbo_screen.results.shortfall.shortfall_sentences import (
    if_yes_line,
    lever_line,
    missed_lines,
    missed_place,
    to_name_lines,
)
from kbo_screen.results.wording.sentences import (
    blocking_sentence,
    open_line_words,
    preference_heading,
    question_line,
    question_words,
)
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.whom_to_ask import GroupToAsk
    from kbo_screen.registry.question import Question
    from kbo_screen.results.page.content import Content, PageDistrict
    from kbo_screen.results.shortfall.shortfall_result import Shortfall


def add_questions(content: Content, run: Run) -> None:
    """Every open question, in the district it is asked of, and every open line."""
    _add_asked(
        content,
        run,
        text("page.questions", run.lang),
        run.questions,
    )
    for district_ix, lines in open_line_words(run).items():
        if district_ix is not None:
            district = content.districts[district_ix]
            _add_section(district, text("page.lines", run.lang), [Block(None, lines)])


def add_shortfall(content: Content, shortfall: Shortfall) -> None:
    """Of every district that is not met: whom to ask first, levers, who is nearly in."""
    run, lang = shortfall.run, shortfall.lang
    for row in shortfall.open_districts():
        ix = row.Index
        district = content.districts[ix]
        levers = [lever_line(run, *lever) for lever in shortfall.levers_of(ix)]
        sections = {
            "shortfall.to_name": [Block(None, to_name_lines(shortfall, ix))],
            "shortfall.ask": _whom_to_ask(shortfall, district, row),
            "page.levers": [Block(None, levers)],
            "shortfall.nearly": _nearly_in(shortfall, district, ix),
            "shortfall.boundary": [Block(None, missed_lines(shortfall, ix))],
        }
        for title, blocks in sections.items():
            _add_section(district, text(title, lang), blocks)
    _add_asked(
        content,
        run,
        preference_heading(run),
        shortfall.preference,
    )


def _add_section(
    district: PageDistrict,
    title: str,
    blocks: list[Block],
) -> None:
    """A section of that title, where there is a line for it."""
    if any(block.lines for block in blocks):
        district.sections.append((title, blocks))


def _whom_to_ask(
    shortfall: Shortfall,
    district: PageDistrict,
    row: Any,
) -> list[Block]:
    """The groups under what is asked of them; then the status after every yes."""
    run, asks = shortfall.run, shortfall.asks_of(row.Index)
    if not asks:
        return []
    lines = []
    for ask in asks:
        words = [_question_without_cell(run, question) for question in ask.questions]
        heading = text("sentences.also", run.lang).join(words)
        lines.append((heading, _ask_line(run, district, ask)))
    status = shortfall.status_after(row, len(asks))
    return [*_blocks(lines), Block(None, [if_yes_line(status, run.lang)])]


def _ask_line(
    run: Run,
    district: PageDistrict,
    ask: GroupToAsk,
) -> str:
    """A group to ask, with its rank and the cells of its questions."""
    group: Any = run.screening.groups.loc[ask.group]
    source = district.source
    places = [source.place_in_words(question.place) for question in ask.questions]
    return text(
        "page.ask_line",
        run.lang,
        group=group["group_name"],
        rank=plain(group["rank"]),
        cells=", ".join(filter(None, places)) or "-",
    )


def _nearly_in(
    shortfall: Shortfall,
    district: PageDistrict,
    district_ix: int,
) -> list[Block]:
    """The groups that one condition keeps out, under that condition."""
    run = shortfall.run
    return _blocks(
        (blocking_sentence(run, near.condition), _near_line(run, district, near))
        for near in shortfall.nearly_of(district_ix)
    )


def _near_line(
    run: Run,
    district: PageDistrict,
    near: Any,
) -> str:
    return text(
        "page.group_cell",
        run.lang,
        group=run.screening.name_of(near.group),
        cell=district.source.place_in_words(missed_place(run, near)) or "-",
    )


def _add_asked(
    content: Content,
    run: Run,
    heading: str,
    questions: Iterable[Question],
) -> None:
    """Questions under their words, in their districts.

    Groups stand by rank, for the list above names them.
    """
    district_ixs = run.registry.products["district_ix"].to_numpy()
    group_numbers = run.screening.products["group"].to_numpy()
    rank_of = run.screening.groups["rank"].to_dict()
    by_district = lists_by_key(
        (int(district_ixs[question.product]), question) for question in questions
    )
    for district_ix, district_questions in by_district.items():
        district = content.districts[district_ix]
        ranks_by_question = lists_by_key(
            (
                _question_without_cell(run, question),
                text(
                    "page.rank_cell",
                    run.lang,
                    rank=rank_of[group_numbers[question.product]],
                    cell=district.source.place_in_words(question.place) or "-",
                ),
            )
            for question in district_questions
        )
        blocks = [
            Block(words, [text("page.ranks", run.lang, ranks=", ".join(ranks))])
            for words, ranks in ranks_by_question.items()
        ]
        district.sections.append((heading, blocks))


def _question_without_cell(run: Run, question: Question) -> str:
    """What to ask; a line that is perhaps about the group is a question of its own."""
    if question.doubt:
        return question_line(run, question)
    return question_words(run, question)


def _blocks(lines: Iterable[tuple[str, str]]) -> list[Block]:
    """Lines gathered under their headings, both in the order in which they come."""
    return [Block(heading, block) for heading, block in lists_by_key(lines).items()]
