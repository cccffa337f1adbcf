"""What else the page says of a district: its questions, its levers, who is nearly in.

Knows which report puts in which section, and what the lines of a section have in common. Refuses telephone numbers.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.results.page.content import Block, Content
from kbo_screen.results.rows import plain
from kbo_screen.results.sentences import (
    blocking_sentence,
    open_line_words,
    preference_heading,
    question_line,
    question_words,
)
from kbo_screen.results.shortfall_sentences import (
    boundary_line,
    group_of,
    lever_line,
    to_name_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.whom_to_ask import Ask
    from kbo_screen.registry.question import Question
    from kbo_screen.results.page.content import District
    from kbo_screen.results.shortfall_result import Shortfall


def add_questions(content: Content, run: Run) -> None:
    """Every open question, in the district it is asked of."""
    asked = run.questions
    _add_asked(
        content,
        run,
        text("page.questions", run.lang),
        [(_question(run, one), one) for one in asked],
    )
    _add_lines(content, run)


def _add_lines(content: Content, run: Run) -> None:
    """Lines of projects lists that nobody has placed, in the district whose group they may be."""
    for ix, lines in open_line_words(run).items():
        if ix is not None:
            _add(content, content.districts[ix], "page.lines", [Block(None, lines)])


def add_shortfall(content: Content, found: Shortfall) -> None:
    """Of every district that is not met: whom to ask first, levers, who is nearly in."""
    run = found.run
    for row in found.open_districts():
        district, ix = content.districts[row.Index], row.Index
        named = [to_name_line(run, group) for group in found.to_name.get(ix, [])]
        _add(content, district, "shortfall.to_name", [Block(None, named)])
        _add(content, district, "shortfall.ask", _whom_to_ask(found, district, row))
        _add(
            content,
            district,
            "page.levers",
            [Block(None, [lever_line(run, *pair) for pair in found.levers_of(ix)])],
        )
        nearly = [
            (blocking_sentence(run, near.condition), _near(run, district, near))
            for near in found.nearly_of(ix)
        ]
        _add(content, district, "shortfall.nearly", _blocks(nearly))
        missed = [
            boundary_line(run, edge)
            for edge in found.boundary_of(ix)
            if not edge.listed
        ]
        _add(content, district, "shortfall.boundary", [Block(None, missed)])
    _add_asked(
        content,
        run,
        preference_heading(run),
        [(_question(run, one), one) for one in found.preference],
    )


def _add_asked(
    content: Content, run: Run, heading: str, asked: Iterable[tuple[str, Question]]
) -> None:
    """Questions under their words, in their districts: the groups by rank, for the list above names them."""
    districts = run.registry.products["district_ix"].to_numpy()
    ranks = run.screening.groups["rank"].to_dict()
    by_district: dict[int, dict[str, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for words, one in asked:
        district = content.districts[int(districts[one.product])]
        cell = district.source.place_in_words(one.place) or "-"
        ranked = text(
            "page.rank_cell", run.lang, rank=ranks[group_of(run, one)], cell=cell
        )
        by_district[int(districts[one.product])][words].append(ranked)
    for ix, lines in by_district.items():
        blocks = [
            Block(words, [text("page.ranks", run.lang, ranks=", ".join(own))])
            for words, own in lines.items()
        ]
        content.districts[ix].sections.append((heading, blocks))


def _question(run: Run, asked: Question) -> str:
    """What to ask, without the cell; a line that is perhaps about the group is a question of its own."""
    return question_line(run, asked) if asked.doubt else question_words(run, asked)


def _whom_to_ask(found: Shortfall, district: District, row: Any) -> list[Block]:
    """The groups to ask under what is asked of them, each with its rank and cells; then the status after every yes."""
    run, asks = found.run, found.asks.get(row.Index, [])
    if not asks:
        return []
    lines = [
        (
            "; ".join(_question(run, one) for one in ask.questions),
            _ask(run, district, ask),
        )
        for ask in asks
    ]
    after = text(f"words.status.{found.status_after(row, len(asks))}", run.lang)
    return [
        *_blocks(lines),
        Block(None, [text("shortfall.if_yes", run.lang, status=after)]),
    ]


def _ask(run: Run, district: District, ask: Ask) -> str:
    group: Any = run.screening.groups.loc[ask.group]
    cells = ", ".join(
        filter(
            None, (district.source.place_in_words(one.place) for one in ask.questions)
        )
    )
    return text(
        "page.ask_line",
        run.lang,
        group=group["group_name"],
        rank=plain(group["rank"]),
        cells=cells or "-",
    )


def _near(run: Run, district: District, near: Any) -> str:
    place = run.registry.place(near.product, run.letter.condition(near.condition).field)
    name = run.screening.groups["group_name"].at[near.group]
    return text(
        "page.group_cell",
        run.lang,
        group=name,
        cell=district.source.place_in_words(place) or "-",
    )


def _blocks(lines: Iterable[tuple[str, str]]) -> list[Block]:
    """Lines gathered under their headings, both in the order in which they come."""
    found: dict[str, list[str]] = {}
    for heading, line in lines:
        found.setdefault(heading, []).append(line)
    return [Block(*block) for block in found.items()]


def _add(content: Content, district: District, title: str, blocks: list[Block]) -> None:
    """A section of that title, where there is a line for it."""
    if any(block.lines for block in blocks):
        district.sections.append((text(title, content.lang), blocks))
