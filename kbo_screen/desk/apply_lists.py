"""What side lists add to a registry: stars, standards and other projects, each with the cell it came from.

No source overrules another in silence: what two of them say differently is unknown until a person settles it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kbo_screen.desk.latest import newest_standards, oldest_valid_year
from kbo_screen.desk.list_lines import Statement, match_lists
from kbo_screen.desk.open_lines import add_open_lines
from kbo_screen.desk.stated_values import (
    differing_cell,
    effect_of_doubt,
    in_words,
    read_value,
    star_value,
    write_value,
)
from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.identity import number_groups
from kbo_screen.registry.registry import (
    PERHAPS_COLUMNS,
    DisputedCell,
    Registry,
    cell_at,
)
from kbo_screen.registry.side_list import FIELD_OF_ROLE, SideList
from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import DisputedCells

#: Own values of a registry, by the kind of list, against which a line that is perhaps about the product counts.
_OPEN_VALUES: Final = {
    "stars": (None, "none"),
    "standards": (None,),
    "projects": (None, "clear"),
}


def apply_lists(
    registry: Registry,
    lists: Sequence[SideList],
    letter: Letter,
) -> Registry:
    """The registry as the lists complete it.

    Clearly the same counts; perhaps the same is unknown, and kept in `Registry.perhaps`. Two sources that disagree
    leave the value unknown with a finding at both cells (of a standard the newest counts where all have a year, else
    the better). Where a kind of list is given and the registry has no such column, a product that no list names is not
    rated, or in no project.
    """
    groups = number_groups(registry.products, letter.choices)
    for role in dict.fromkeys(side_list.role for side_list in lists):
        of_role = [side_list for side_list in lists if side_list.role == role]
        registry = _apply_role(registry, of_role, groups, letter)
    return registry


def _apply_role(
    registry: Registry,
    lists: list[SideList],
    groups: pd.Series,
    letter: Letter,
) -> Registry:
    """Complete one field of the registry from all lists that bring it."""
    role = lists[0].role
    of_role = match_lists(registry, lists, groups, letter)
    completion = _Completion(
        registry,
        role,
        letter,
        says_of_year=of_role.says_of_year,
    )
    completion.findings.extend(of_role.findings)
    for product, statements in sorted(of_role.statements.items()):
        completion.take(product, statements)
    is_still_absent = role == "projects" and not of_role.says_of_year
    absent_fields = registry.absent_fields
    if not is_still_absent:
        absent_fields -= {completion.field}
    inputs = tuple(side_list.input for side_list in lists)
    return replace(
        completion.completed(registry),
        absent_fields=absent_fields,
        side_tables=tuple(of_role.side_tables),
        inputs=registry.inputs + inputs,
        open_lines=add_open_lines(registry, of_role.open_lines),
    )


class _Completion:
    """One field of a registry while the lists of its role are applied.

    says_of_year: some list is of the letter's year.
    """

    def __init__(
        self,
        registry: Registry,
        role: str,
        letter: Letter,
        *,
        says_of_year: bool,
    ) -> None:
        self.registry = registry
        self.role = role
        self.field = FIELD_OF_ROLE[role]
        self.letter = letter
        #: The registry has no such column.
        self.is_new = self.field in registry.absent_fields
        self.products = registry.products.copy()
        if self.is_new:
            _fill_blank(self.products, role, says_of_year=says_of_year)
        self.addresses = registry.addresses.copy()
        self.origins = registry.origins.reindex(self.products.index)
        if self.field not in self.origins:
            self.origins[self.field] = -1
        self.disputed = dict(registry.disputed)
        self.disputed_cells = dict(registry.disputed_cells)
        #: One row of PERHAPS_COLUMNS per line that leaves a product in doubt.
        self.doubts: list[dict[str, Any]] = []
        self.findings: list[Finding] = []

    def completed(self, registry: Registry) -> Registry:
        """The registry with what the lists say of the field."""
        doubts = pd.DataFrame(
            self.doubts,
            columns=PERHAPS_COLUMNS,
            dtype=object,
        )
        return replace(
            registry,
            products=self.products,
            addresses=self.addresses,
            origins=self.origins,
            perhaps=pd.concat([registry.perhaps, doubts], ignore_index=True),
            disputed=self.disputed,
            disputed_cells=self.disputed_cells,
            findings=registry.findings + tuple(self.findings),
        )

    def take(
        self,
        product: int,
        statements: list[Statement],
    ) -> None:
        """What lines say of a product: sure ones settle it, others leave it in doubt where no surer source says it."""
        sure = [statement for statement in statements if statement.match.is_sure]
        unsure = [statement for statement in statements if not statement.match.is_sure]
        if sure:
            self._settle(product, sure)
        if unsure:
            self._doubt(product, unsure, is_settled=bool(sure))

    def _settle(
        self,
        product: int,
        sure: list[Statement],
    ) -> None:
        """Write what the lines that are clearly about a product say of it; unknown where the sources differ.

        What rows of the registry dispute among themselves no list settles: one of them says otherwise.
        """
        own_value = None if self.is_new else self._own_value(product)
        if self.role == "standards":
            newest = newest_standards(
                self.registry,
                product,
                own_value,
                sure,
                oldest_valid_year(self.letter),
            )
            self.findings.extend(newest.findings)
            own_value, sure = newest.own_value, newest.statements
        if sure:
            self._settle_value(product, sure, own_value)

    def _settle_value(
        self,
        product: int,
        sure: list[Statement],
        own_value: Any,
    ) -> None:
        """Write the value on which the sources agree, from the first line's cell; unknown where they do not."""
        self.findings.extend(self._disagreements(product, sure, own_value))
        agreed_value = self._agreed_value(product, sure, own_value)
        if agreed_value is None:
            self._dispute(product, sure, own_value)
        write_value(
            self.products,
            product,
            self.field,
            agreed_value,
            self.letter.star_year_be,
        )
        if agreed_value == "in_project":
            self.products.loc[product, "project_words"] = _words_of_project(sure)
        self.addresses.loc[product, self.field] = sure[0].address
        self.origins.loc[product, self.field] = sure[0].table

    def _agreed_value(
        self,
        product: int,
        sure: list[Statement],
        own_value: Any,
    ) -> Any:
        """What all sources say, of standards the best; None where they differ or one is unknown, now or before."""
        if (product, self.field) in self.registry.disputed:
            return None
        values = [statement.value for statement in sure]
        stated_values = [value for value in (own_value, *values) if value is not None]
        if self.role == "standards":
            order = CODED_VALUES["standard"]
            return min(stated_values, key=order.index, default=None)
        if None in values or len(set(stated_values)) != 1:
            return None
        return stated_values[0]

    def _dispute(
        self,
        product: int,
        sure: list[Statement],
        own_value: Any,
    ) -> None:
        """Keep what the sources say of a value, where they say different things."""
        key = (product, self.field)
        values = set(self.registry.disputed.get(key, ()))
        if own_value is not None:
            values.add(str(own_value))
        values.update(str(statement.value) for statement in sure)
        if len(values) > 1:
            self.disputed[key] = tuple(sorted(values))
            self.disputed_cells[key] = self._disputed_cells(product, own_value, sure)

    def _disputed_cells(
        self,
        product: int,
        own_value: Any,
        sure: list[Statement],
    ) -> DisputedCells:
        """Every cell that says something of a value on which sources disagree, the registry's first."""
        cells = self.registry.cells_in_dispute(product, self.field)
        if own_value is not None and not cells:
            place = self.registry.place(product, self.field)
            cells = (DisputedCell(own_value, place),)
        cells_of_lists = [
            DisputedCell(statement.value, statement.place) for statement in sure
        ]
        return (*cells, *cells_of_lists)

    def _disagreements(
        self,
        product: int,
        sure: list[Statement],
        own_value: Any,
    ) -> Iterator[Finding]:
        """A finding at every line that differs from the registry's own cells, or from the first line."""
        own_cells = self._own_cells(product, own_value)
        first_line = sure[0]
        words = None if own_cells else first_line.words
        cells = own_cells or (DisputedCell(first_line.value, first_line.place),)
        for statement in sure:
            cell = differing_cell(cells, statement.value)
            if cell is None or None in (statement.value, cell.value):
                continue
            yield self._disagreement(product, statement, cell, words)

    def _own_cells(self, product: int, own_value: Any) -> DisputedCells:
        """The registry's cell of a value, else those of its rows that dispute it."""
        if own_value is None:
            return self.registry.cells_in_dispute(product, self.field)
        return (DisputedCell(own_value, self.registry.place(product, self.field)),)

    def _disagreement(
        self,
        product: int,
        statement: Statement,
        cell: DisputedCell,
        words_of_cell: str | None,
    ) -> Finding:
        """A line that says something else than a cell."""
        return make_finding(
            "list.disagrees",
            statement.place,
            value=statement.words or str(statement.value),
            said=in_words(self.field, statement.value, statement.words),
            group=self._group_name(product),
            other_value=in_words(self.field, cell.value, words_of_cell),
            other_place=cell.place.in_words,
            field=self.field,
        )

    def _doubt(
        self,
        product: int,
        unsure: list[Statement],
        *,
        is_settled: bool,
    ) -> None:
        """Leave a value unknown that lines are perhaps about, where the registry and surer lines do not say it."""
        is_open = not is_settled and self._is_open(product)
        if is_open:
            self._leave_open(product, unsure)
        self.findings += [
            self._perhaps_same(product, line, is_open=is_open) for line in unsure
        ]

    def _is_open(self, product: int) -> bool:
        """The registry itself does not say: a perhaps leaves the value unknown."""
        return self.is_new or self._own_value(product) in _OPEN_VALUES[self.role]

    def _leave_open(
        self,
        product: int,
        unsure: list[Statement],
    ) -> None:
        """Make the value unknown, and keep every line that leaves it in doubt with what stood there before."""
        state = read_value(self.products, product, self.field)
        write_value(self.products, product, self.field, None, None)
        for line in unsure:
            doubt = {
                "product": product,
                "field": self.field,
                "name": line.name,
                "likeness": line.match.likeness,
                "table": line.table,
                "address": line.name_address,
                "value": line.value,
                "value_address": line.address,
                "state": state,
            }
            self.doubts.append(doubt)

    def _perhaps_same(
        self,
        product: int,
        line: Statement,
        *,
        is_open: bool,
    ) -> Finding:
        """A line that is perhaps about a product, and what follows from it."""
        id_differs = line.match.id_differs
        return make_finding(
            "list.id-and-name-differ" if id_differs else "list.perhaps-same",
            line.place._replace(cell=cell_at(line.name_address)),
            severity="warning" if is_open else "info",
            value=str(line.name),
            group=self._group_name(product),
            other_place=self.registry.place(product, "group_name").in_words,
            likeness=f"{line.match.likeness:.0f}",
            effect=effect_of_doubt("unknown" if is_open else "none"),
        )

    def _own_value(self, product: int) -> Any:
        """What the registry's own cell says against a list; a blank says nothing, and neither does an unknown."""
        row: Any = self.registry.products.loc[product]
        if self.role == "stars":
            return _own_star(row, self.letter)
        if self.role == "projects" and not row["project_said"]:
            return None
        value = row[self.field]
        return None if pd.isna(value) else value

    def _group_name(self, product: int) -> str:
        return str(self.registry.products["group_name"].iat[product])


def _fill_blank(
    products: pd.DataFrame,
    role: str,
    *,
    says_of_year: bool,
) -> None:
    """What it means that no list names a product; a standard nobody states stays unknown.

    Lists of other years only say nothing of the letter's: whether a product is rated stays unknown.
    """
    if role == "stars":
        is_rated = False if says_of_year else None
        values = [is_rated] * len(products)
        products["star_rated"] = pd.array(values, dtype="boolean")
    elif role == "projects" and says_of_year:
        products["other_project"] = pd.Categorical(
            ["clear"] * len(products), categories=CODED_VALUES["other_project"]
        )


def _own_star(row: Any, letter: Letter) -> int | str | None:
    """The stars that a row of the registry says of the letter's round, "none" for not rated in words.

    Stars of another round say nothing of it, and neither does a blank.
    """
    year_be = row["star_year_be"]
    if pd.notna(year_be) and letter.star_year_be not in (None, year_be):
        return None
    stars = star_value(row)
    if stars == "none" and not row["star_said"]:
        return None
    return stars


def _words_of_project(sure: list[Statement]) -> str | None:
    """What the first line says that puts a product into a project."""
    for statement in sure:
        if statement.value == "in_project":
            return statement.words
    return None
