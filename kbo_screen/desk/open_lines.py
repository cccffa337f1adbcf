"""Lines of projects lists that mean no group for sure: which of the nearest each is, or none, is asked.

A line that no name of the registry is like may still be one of its groups, and then the group is in a project. The
program does not guess: it asks, and the district's status says that it waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.registry.question import question_id
from kbo_screen.registry.registry import OpenLine, Registry
from kbo_screen.vocabulary.answer_words import (
    is_not_in_registry,
    is_not_sure,
    read_yes_no,
)
from kbo_screen.vocabulary.ids import read_id
from kbo_screen.vocabulary.names import group_key
from kbo_screen.vocabulary.thai_text import fold, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kbo_screen.findings.catalogue import TextInEach
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.side_list import SideList


class LineAnswer(NamedTuple):
    """What was answered about a line: the products that it is about, or why it settles nothing."""

    kind: Literal["products", "none", "not-sure", "not-understood"]
    products: tuple[int, ...] = ()


def open_lines_of(
    side_list: SideList,
    nearest: Mapping[int, tuple[str, ...]],
    first_table: int,
    registry: Registry,
    letter: Letter,
) -> Iterator[OpenLine]:
    """The lines of a projects list that mean nothing in the registry, and to which some name comes near.

    nearest: as `ListMatches.nearest`. first_table: where the list's tables come to stand in `tables + side_tables`.
    """
    if side_list.role != "projects":
        return
    for row, names in nearest.items():
        line: Any = side_list.rows.iloc[row]
        if names and line["other_project"] != "clear":
            open_line = _open_line(line, names, registry, letter)
            yield open_line._replace(table=first_table + open_line.table)


def _open_line(
    line: Any,
    names: tuple[str, ...],
    registry: Registry,
    letter: Letter,
) -> OpenLine:
    """A line of a list, with the names that come near. table: as the list counts its tables."""
    value = line["other_project"]
    name = name_on(line)
    district_ix = _district_of(line)
    return OpenLine(
        id=_id_of(letter, registry, district_ix, name),
        name=name,
        district_ix=district_ix,
        candidates=names,
        table=int(line["table"]),
        name_address=int(line["name_address"]),
        value=None if pd.isna(value) else str(value),
        value_address=int(line["value_address"]),
        words=line["value_words"],
    )


def _district_of(line: Any) -> int | None:
    """The district that a line says, None where it says none."""
    district_ix = int(line["district_ix"])
    return district_ix if district_ix >= 0 else None


def name_on(line: Any) -> str:
    """What a line names, the group before the product, names before ids."""
    names = (line.group_name, line.product_name, line.group_id, line.product_id)
    return str(next(name for name in names if name is not None))


def _id_of(
    letter: Letter,
    registry: Registry,
    district_ix: int | None,
    name: str,
) -> str:
    """A hash of the letter, its fiscal year, the district and the name; the line's row and file do not count."""
    code = "" if district_ix is None else registry.scope.districts[district_ix].code
    year_be = str(letter.fiscal_year_be)
    return question_id(letter.id, year_be, "line", code, group_key(name))


def add_open_lines(
    registry: Registry, more_lines: Iterable[OpenLine]
) -> tuple[OpenLine, ...]:
    """The registry's open lines and those of more lists, each question once."""
    lines = {line.id: line for line in (*registry.open_lines, *more_lines)}
    return tuple(lines.values())


def read_line_answer(
    registry: Registry,
    line: OpenLine,
    words: str,
) -> LineAnswer:
    """What an answer says of a line: the number of a candidate, a name or an id of the registry, or that it is none."""
    if is_not_in_registry(words):
        return LineAnswer("none")
    if is_not_sure(words):
        return LineAnswer("not-sure")
    if read_yes_no(words) == "yes" and len(line.candidates) == 1:
        return _about(registry, line, line.candidates[0])
    number = _number_of_candidate(words)
    if number is not None and 1 <= number <= len(line.candidates):
        return _about(registry, line, line.candidates[number - 1])
    return _about(registry, line, words)


def _number_of_candidate(words: str) -> int | None:
    """The number that an answer consists of, with or without the words for it."""
    key = fold(to_ascii_digits(words))
    number = key.removeprefix(fold("ข้อ")).removeprefix(fold("กลุ่มที่"))
    return int(number) if number.isdigit() else None


def _about(
    registry: Registry,
    line: OpenLine,
    name: str,
) -> LineAnswer:
    """The products of the line's district whose group, or else which themselves, are called so or have that id."""
    products = registry.products
    if line.district_ix is not None:
        products = products[products["district_ix"] == line.district_ix]
    key = group_key(name)
    id_ = str(read_id(name).value)
    for column in ("group", "product"):
        has_name = products[f"{column}_name"].map(_key).eq(key)
        has_id = products[f"{column}_id"].eq(id_)
        matches = products.index[has_name | has_id].tolist()
        if matches:
            return LineAnswer("products", tuple(matches))
    return LineAnswer("not-understood")


def _key(name: Any) -> str:
    return group_key(name) if isinstance(name, str) else ""


def finding_as_answered(
    finding: Finding,
    registry: Registry,
    answers: Mapping[str, LineAnswer],
) -> Finding:
    """The finding of a line that means nothing as it was answered; any other finding as it is.

    answers: by the id of the line's question.
    """
    if finding.code != "list.unmatched":
        return finding
    for line in registry.open_lines:
        answer = answers.get(line.id)
        if answer is not None and registry.place_of_line(line) == finding.place:
            return _settled_line(finding, registry, line, answer)
    return finding


def _settled_line(
    finding: Finding,
    registry: Registry,
    line: OpenLine,
    answer: LineAnswer,
) -> Finding:
    """A line of which somebody said that it means a group, or none of the registry."""
    if answer.kind == "none":
        return make_finding(
            "list.not-in-registry",
            finding.place,
            value=line.name,
        )
    group_names = registry.products["group_name"]
    return make_finding(
        "list.line-settled",
        finding.place,
        value=line.name,
        group=str(group_names.iat[answer.products[0]]),
    )


def how_to_answer() -> TextInEach:
    """By language, what settles a line."""
    return text_in_each("words.answer_as.line")
