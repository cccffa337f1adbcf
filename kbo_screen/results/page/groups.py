"""The groups of every list as the page shows them: each deciding value with the cell that it comes from.

Knows how an address is shortened by what is said once above a list. Refuses markup and personal data.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.registry import NO_CELL, cell_name
from kbo_screen.results.rows import plain_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Place

#: States of a deciding value: it holds (the page's plain case), it is not known, it puts nobody first. A condition that
#: does not hold is none of them, for its group would not be listed; one that is not asked has neither value nor cell.
TRUE, OPEN, NONE = "", "u", "n"


class Fact(NamedTuple):
    """One deciding value of a group: whether it holds, the value, and its cell in the registry."""

    state: str
    value: str
    cell: str


class GroupRow(NamedTuple):
    """One group of a list. source: the file and sheet of its cells, where its list does not say. notes: numbers."""

    rank: int
    name: str
    group_id: str
    source: str
    product: str
    facts: list[Fact]
    certainty: str
    notes: list[int]


class GroupList(NamedTuple):
    """The list of a district, in rank order."""

    proposed: list[GroupRow]
    reserves: list[GroupRow]

    def __bool__(self) -> bool:
        return bool(self.proposed or self.reserves)

    def __len__(self) -> int:
        return len(self.proposed) + len(self.reserves)

    @property
    def notes(self) -> list[int]:
        """The numbers of the notes that its groups bear."""
        return sorted(
            {note for row in [*self.proposed, *self.reserves] for note in row.notes}
        )


class Source(NamedTuple):
    """What need not be said of the cells of a district's list: the file and sheet that all of them are of.

    words: the line that says it, where a registry has several tables.
    """

    file: str | None
    sheet: str | None
    words: str | None = None

    def place_in_words(self, place: Place) -> str:
        """A cell, with its file and sheet where they are others than the list's."""
        file = None if place.file == self.file else place.file
        sheet = (
            None
            if place.file == self.file and place.sheet == self.sheet
            else place.sheet
        )
        return " ".join(part for part in (file, sheet, place.cell) if part)


def source_by_district(run: Run) -> Mapping[int, Source]:
    """The one table that the rows of a district come from; where they come from several, the one file of all."""
    tables = run.registry.tables
    files = {table.file for table in tables}
    several = Source(files.pop() if len(files) == 1 else None, None)
    if len(tables) == 1:
        return defaultdict(lambda: Source(tables[0].file, tables[0].sheet))
    used = run.registry.products.groupby("district_ix")["table"].agg(["min", "max"])
    found: dict[int, Source] = defaultdict(lambda: several)
    for ix, first, last in zip(
        used.index.tolist(), used["min"].tolist(), used["max"].tolist(), strict=True
    ):
        if first == last:
            file, sheet = tables[first].file, tables[first].sheet
            where = text(
                f"words.where.{'sheet' if sheet else 'file'}",
                run.lang,
                file=file,
                sheet=sheet,
            )
            found[ix] = Source(
                file, sheet, text("page.cells_in", run.lang, where=where)
            )
    return found


def groups_by_district(run: Run, notes: Sequence[str]) -> Mapping[int, GroupList]:
    """Every listed group by district, in rank order. notes: codes, in the order of their numbers."""
    lang, listed = run.lang, run.screening.listed
    products = run.registry.products.loc[listed["product"]]
    sources = source_by_district(run)
    numbers = {note: number for number, note in enumerate(notes, start=1)}
    certainty = {
        c: text(f"page.certainty.{c}", lang) for c in ("certain", "judgement", "check")
    }
    columns = zip(
        plain_column(listed["district_ix"]),
        plain_column(listed["product"]),
        plain_column(listed["rank"]),
        plain_column(listed["selected"]),
        plain_column(listed["group_name"]),
        plain_column(listed["group_id"]),
        plain_column(products["product_name"]),
        plain_column(listed["certainty"]),
        listed["notes"],
        _facts(run, listed, products, sources),
        strict=True,
    )
    found: dict[int, GroupList] = defaultdict(lambda: GroupList([], []))
    for (
        ix,
        product,
        rank,
        selected,
        name,
        group_id,
        product_name,
        sure,
        own_notes,
        facts,
    ) in columns:
        where = (
            ""
            if sources[ix].sheet
            else sources[ix].place_in_words(_table_of(run, product))
        )
        own = sorted(numbers[note] for note in own_notes)
        row = GroupRow(
            rank,
            name,
            group_id or "",
            where,
            product_name or "-",
            facts,
            certainty[sure],
            own,
        )
        (found[ix].proposed if selected else found[ix].reserves).append(row)
    return found


def _table_of(run: Run, product: int) -> Place:
    """The file and sheet in which a product stands."""
    return run.registry.place(product, "group_name")._replace(cell=None)


def _facts(
    run: Run,
    listed: pd.DataFrame,
    products: pd.DataFrame,
    sources: Mapping[int, Source],
) -> list[list[Fact]]:
    """Per listed group, its deciding values in the order of the columns, whole columns at a time."""
    index = listed["product"].to_numpy()
    districts = [sources[ix] for ix in plain_column(listed["district_ix"])]
    requires = {tier.id: set(tier.requires) for tier in run.letter.tiers}
    tiers = plain_column(listed["tier"])
    nothing = Fact(TRUE, "", "")
    columns: list[list[Fact]] = []
    for condition in run.letter.conditions:
        if condition.id not in run.screening.is_true:
            continue
        unknown = run.screening.is_unknown[condition.id].to_numpy()[index]
        facts = _column(
            run,
            condition.field,
            products,
            index,
            np.where(unknown, OPEN, TRUE),
            districts,
        )
        asked = [condition.id in requires[tier] for tier in tiers]
        columns.append(
            [
                fact if is_asked else nothing
                for fact, is_asked in zip(facts, asked, strict=True)
            ]
        )
    if run.letter.preference:
        name = run.letter.preference.field
        frame = pd.DataFrame({name: listed["preference_value"]})
        prefers = listed["prefers"].to_numpy(dtype=bool)
        states = np.where(
            prefers, TRUE, np.where(frame[name].isna().to_numpy(), OPEN, NONE)
        )
        of_row = listed["preference_product"].to_numpy(dtype=np.int64)
        columns.append(
            _column(
                run, name, frame, np.where(of_row < 0, index, of_row), states, districts
            )
        )
    return [list(facts) for facts in zip(*columns, strict=True)]


def _column(
    run: Run,
    name: str,
    frame: pd.DataFrame,
    index: np.ndarray,
    states: np.ndarray,
    districts: list[Source],
) -> list[Fact]:
    """A value without word or cell (an answer, a column that is not there) is said in a word."""
    known = {
        TRUE: text("page.yes", run.lang),
        OPEN: text("page.open", run.lang),
        NONE: "",
    }
    rows = zip(
        states.tolist(),
        _values(name, frame, run.lang),
        _cells(run, name, index, districts),
        strict=True,
    )
    return [
        Fact(state, value if value or cell else known[state], cell)
        for state, value, cell in rows
    ]


#: Fields whose value says no more than that the condition holds.
_YES_OR_NO: Final = ("producer_type", "other_project", "potential")


def _values(name: str, frame: pd.DataFrame, lang: str) -> list[str]:
    """The values of a field in a word; a condition of yes or no needs none."""
    if name in _YES_OR_NO:
        return [""] * len(frame)
    values: list[Any] = plain_column(frame[name])
    if name == "standard":
        words = {
            code: text(f"page.standard.{code}", lang)
            for code in ("passed", "developing", "none")
        }
        return [words.get(value, "") for value in values]
    return ["" if value is None else str(value) for value in values]


def _cells(
    run: Run, name: str, index: np.ndarray, districts: list[Source]
) -> list[str]:
    """The cell of a field of some products, with its file and sheet where a list brought it."""
    own = run.registry.addresses[name].to_numpy()[index].tolist()
    cells = ["" if address == NO_CELL else cell_name(address) for address in own]
    if name in run.registry.origins:
        brought = run.registry.origins[name].to_numpy()[index] >= 0
        for at in np.flatnonzero(brought).tolist():
            cells[at] = districts[at].place_in_words(
                run.registry.place(int(index[at]), name)
            )
    return cells
