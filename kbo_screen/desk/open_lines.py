"""Lines of projects lists that mean no group for sure: which of the nearest each is, or none, is asked.

A line that no name of the registry is like may still be one of its groups, and then the group is in a project. The
program does not guess: it asks, and the district's status says that it waits.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
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

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.side_list import SideList

#: Digits of an id behind its letter, as of every question.
_ID_DIGITS = 12


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
        if not names or line["other_project"] == "clear":
            continue
        district_ix = int(line["district_ix"]) if line["district_ix"] >= 0 else None
        name = str(
            line["group_name"]
            or line["product_name"]
            or line["group_id"]
            or line["product_id"]
        )
        yield OpenLine(
            id=_id_of(letter, registry, district_ix, name),
            name=name,
            district_ix=district_ix,
            candidates=names,
            table=first_table + int(line["table"]),
            name_address=int(line["name_address"]),
            value=None
            if pd.isna(line["other_project"])
            else str(line["other_project"]),
            value_address=int(line["value_address"]),
            words=line["value_words"],
        )


def _id_of(
    letter: Letter, registry: Registry, district_ix: int | None, name: str
) -> str:
    """A hash of the letter, its fiscal year, the district and the name; the line's row and file do not count."""
    code = "" if district_ix is None else registry.scope.districts[district_ix].code
    words = "|".join(
        (letter.id, str(letter.fiscal_year_be), "line", code, group_key(name))
    )
    return "Q" + hashlib.sha256(words.encode()).hexdigest()[:_ID_DIGITS]


def add_open_lines(
    registry: Registry, more_lines: Iterable[OpenLine]
) -> tuple[OpenLine, ...]:
    """The registry's open lines and those of more lists, each question once."""
    lines = {line.id: line for line in (*registry.open_lines, *more_lines)}
    return tuple(lines.values())


def read_line_answer(registry: Registry, line: OpenLine, words: str) -> LineAnswer:
    """What an answer says of a line: the number of a candidate, a name or an id of the registry, or that it is none."""
    key = fold(to_ascii_digits(words))
    if is_not_in_registry(words):
        return LineAnswer("none")
    if is_not_sure(words):
        return LineAnswer("not-sure")
    if read_yes_no(words) == "yes" and len(line.candidates) == 1:
        return _about(registry, line, line.candidates[0])
    number = key.removeprefix(fold("ข้อ")).removeprefix(fold("กลุ่มที่"))
    if number.isdigit() and 1 <= int(number) <= len(line.candidates):
        return _about(registry, line, line.candidates[int(number) - 1])
    return _about(registry, line, words)


def _about(registry: Registry, line: OpenLine, name: str) -> LineAnswer:
    """The products of the line's district whose group, or else which themselves, are called so or have that id."""
    products = registry.products
    if line.district_ix is not None:
        products = products[products["district_ix"] == line.district_ix]
    wanted_id = str(read_id(name).value)
    for column in ("group", "product"):
        is_meant = products[f"{column}_name"].map(_key).eq(group_key(name)) | products[
            f"{column}_id"
        ].eq(wanted_id)
        if is_meant.any():
            return LineAnswer(
                "products", tuple(int(product) for product in products.index[is_meant])
            )
    return LineAnswer("not-understood")


def _key(name: Any) -> str:
    return group_key(name) if isinstance(name, str) else ""


def told_as_answered(
    finding: Finding, registry: Registry, answered: Mapping[str, LineAnswer]
) -> Finding:
    """What was told of a line that means nothing, told as it was answered.

    answered: by the id of the line's question.
    """
    if finding.code != "list.unmatched":
        return finding
    for line in registry.open_lines:
        reading = answered.get(line.id)
        if reading is None or registry.place_of_line(line) != finding.place:
            continue
        if reading.kind == "none":
            return make_finding("list.not-in-registry", finding.place, value=line.name)
        group = str(registry.products["group_name"].iat[reading.products[0]])
        return make_finding(
            "list.line-settled", finding.place, value=line.name, group=group
        )
    return finding


def how_to_answer() -> dict[str, str]:
    """By language, what settles a line."""
    return {lang: text("words.answer_as.line", lang) for lang in LANGUAGES}
