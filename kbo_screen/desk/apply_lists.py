"""What side lists add to a registry: stars, standards and other projects, each with the cell it came from.

No source overrules another in silence: what two of them say differently is unknown until a person settles it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from kbo_screen.desk.latest import newest_standards
from kbo_screen.desk.list_lines import Statement, cell_at, match_lists
from kbo_screen.desk.open_lines import add_open_lines
from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text, value_text
from kbo_screen.registry.identity import number_groups
from kbo_screen.registry.registry import PERHAPS_COLUMNS, DisputedCell, Registry
from kbo_screen.registry.side_list import FIELD_OF_ROLE, SideList
from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.letters.model import Letter


def apply_lists(
    registry: Registry, lists: Sequence[SideList], letter: Letter
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


@dataclass(frozen=True, eq=False, slots=True)
class _Completed:
    """The field of a role while its lists are applied: what becomes of the registry's frames, and what is told."""

    role: str
    is_new: bool
    products: pd.DataFrame
    addresses: pd.DataFrame
    origins: pd.DataFrame
    disputed: dict[tuple[int, str], tuple[str, ...]]
    disputed_cells: dict[tuple[int, str], tuple[DisputedCell, ...]]
    doubts: list[list[Any]]
    findings: list[Finding]

    @property
    def field(self) -> str:
        return FIELD_OF_ROLE[self.role]


def _apply_role(
    registry: Registry, lists: list[SideList], groups: pd.Series, letter: Letter
) -> Registry:
    """Complete one field of the registry from all lists that bring it."""
    of_role = match_lists(registry, lists, groups, letter)
    completed = _begin(registry, lists[0].role, says_of_year=of_role.says_of_year)
    completed.findings.extend(of_role.findings)
    for product, statements in sorted(of_role.statements.items()):
        sure = [statement for statement in statements if statement.match.is_sure]
        unsure = [statement for statement in statements if not statement.match.is_sure]
        if sure:
            _settle(registry, completed, product, sure, letter)
        _doubt(registry, completed, product, unsure, letter, is_settled=bool(sure))
    is_still_absent = completed.role == "projects" and not of_role.says_of_year
    brought = frozenset() if is_still_absent else frozenset({completed.field})
    doubts = pd.DataFrame(completed.doubts, columns=PERHAPS_COLUMNS, dtype=object)
    return replace(
        registry,
        products=completed.products,
        addresses=completed.addresses,
        origins=completed.origins,
        side_tables=tuple(of_role.side_tables),
        inputs=(*registry.inputs, *(side_list.input for side_list in lists)),
        absent_fields=registry.absent_fields - brought,
        perhaps=pd.concat([registry.perhaps, doubts], ignore_index=True),
        disputed=completed.disputed,
        disputed_cells=completed.disputed_cells,
        open_lines=add_open_lines(registry, of_role.open_lines),
        findings=registry.findings + tuple(completed.findings),
    )


def _begin(registry: Registry, role: str, *, says_of_year: bool) -> _Completed:
    """The registry's frames as they are before the lists of a role speak.

    says_of_year: some list is of the letter's year.
    """
    field = FIELD_OF_ROLE[role]
    is_new = field in registry.absent_fields
    products = registry.products.copy()
    if is_new:
        _fill_blank(products, role, says_of_year=says_of_year)
    origins = registry.origins.reindex(products.index)
    if field not in origins:
        origins[field] = -1
    disputed, disputed_cells = dict(registry.disputed), dict(registry.disputed_cells)
    return _Completed(
        role,
        is_new,
        products,
        registry.addresses.copy(),
        origins,
        disputed,
        disputed_cells,
        [],
        [],
    )


def _settle(
    registry: Registry,
    completed: _Completed,
    product: int,
    sure: list[Statement],
    letter: Letter,
) -> None:
    """Write what the lines that are clearly about a product say of it; unknown where the sources differ.

    What rows of the registry dispute among themselves no list settles: one of them says otherwise.
    """
    field = completed.field
    own_value = (
        None
        if completed.is_new
        else _own_value(registry, product, completed.role, letter)
    )
    if completed.role == "standards":
        newest = newest_standards(registry, product, own_value, sure)
        completed.findings.extend(newest.findings)
        own_value, sure = newest.own_value, newest.statements
        if not sure:
            return
    completed.findings.extend(
        _disagreements(registry, product, completed.role, sure, own_value)
    )
    own_values = set(registry.disputed.get((product, field), ()))
    if own_value is not None:
        own_values.add(str(own_value))
    different_values = own_values | {str(statement.value) for statement in sure}
    agreed = _agreed(completed.role, own_value, [statement.value for statement in sure])
    if (product, field) in registry.disputed:
        agreed = None
    if agreed is None and len(different_values) > 1:
        completed.disputed[product, field] = tuple(sorted(different_values))
        completed.disputed_cells[product, field] = _cells_of(
            registry, product, field, own_value, sure
        )
    write_value(completed.products, product, field, agreed, letter.star_year_be)
    if agreed == "in_project":
        completed.products.loc[product, "project_words"] = _words_of_project(sure)
    completed.addresses.loc[product, field] = sure[0].address
    completed.origins.loc[product, field] = sure[0].table


def _words_of_project(sure: list[Statement]) -> str | None:
    """What the first line says that puts a product into a project."""
    for statement in sure:
        if statement.value == "in_project":
            return statement.words
    return None


def _cells_of(
    registry: Registry, product: int, field: str, own_value: Any, sure: list[Statement]
) -> tuple[DisputedCell, ...]:
    """Every cell that says something of a value on which sources disagree, the registry's first."""
    cells = list(registry.disputed_cells.get((product, field), ()))
    if own_value is not None and not cells:
        cells.append(DisputedCell(own_value, registry.place(product, field)))
    cells += [DisputedCell(statement.value, statement.place) for statement in sure]
    return tuple(cells)


def _doubt(
    registry: Registry,
    completed: _Completed,
    product: int,
    unsure: list[Statement],
    letter: Letter,
    *,
    is_settled: bool,
) -> None:
    """Leave a value unknown that lines are perhaps about, where the registry and surer lines do not say it."""
    role = completed.role
    is_open = not is_settled and _is_open(
        registry, product, role, letter, is_new=completed.is_new
    )
    if unsure and is_open:
        completed.doubts.extend(
            _leave_open(completed.products, product, completed.field, unsure)
        )
    for statement in unsure:
        completed.findings.append(
            _perhaps_finding(registry, product, statement, is_open=is_open)
        )


def _fill_blank(products: pd.DataFrame, role: str, *, says_of_year: bool) -> None:
    """What it means that no list names a product; a standard nobody states stays unknown.

    Lists of other years only say nothing of the letter's: whether a product is rated stays unknown.
    """
    if role == "stars":
        is_rated = False if says_of_year else None
        products["star_rated"] = pd.array([is_rated] * len(products), dtype="boolean")
    elif role == "projects" and says_of_year:
        products["other_project"] = pd.Categorical(
            ["clear"] * len(products), categories=CODED_VALUES["other_project"]
        )


def _is_open(
    registry: Registry, product: int, role: str, letter: Letter, *, is_new: bool
) -> bool:
    """The registry itself does not say: a perhaps leaves the value unknown."""
    row: Any = registry.products.loc[product]
    if role == "stars":
        return is_new or _own_star(row, letter) in (None, "none")
    if role == "projects":
        return is_new or bool(row["other_project"] != "in_project")
    return bool(pd.isna(row["standard"]))


def _state(products: pd.DataFrame, product: int, field: str) -> Any:
    """What stands of a product before a doubt: None where it is unknown; of stars "none" for not rated."""
    row: Any = products.loc[product]
    if field != "star":
        return None if pd.isna(row[field]) else row[field]
    if pd.isna(row["star_rated"]):
        return None
    return int(row["star"]) if row["star_rated"] else "none"


def _leave_open(
    products: pd.DataFrame, product: int, field: str, unsure: list[Statement]
) -> Iterator[list[Any]]:
    """Make the value unknown; a row of PERHAPS_COLUMNS per line that leaves it in doubt."""
    state = _state(products, product, field)
    write_value(products, product, field, None, None)
    for line in unsure:
        name = [line.name, line.match.likeness, line.table, line.name_address]
        yield [product, field, *name, line.value, line.address, state]


def _disagreements(
    registry: Registry, product: int, role: str, sure: list[Statement], own_value: Any
) -> Iterator[Finding]:
    """A finding at every line that differs from the registry's own cells, or from the first line."""
    field = FIELD_OF_ROLE[role]
    own_cells = registry.disputed_cells.get((product, field), ())
    if own_value is not None:
        own_cells = (DisputedCell(own_value, registry.place(product, field)),)
    first_line = sure[0]
    for statement in sure:
        other_cell = next(
            (cell for cell in own_cells if cell.value != statement.value), None
        )
        other_words = None
        if other_cell is None and not own_cells:
            other_cell = DisputedCell(first_line.value, first_line.place)
            other_words = first_line.words
        if (
            other_cell is None
            or None in (statement.value, other_cell.value)
            or statement.value == other_cell.value
        ):
            continue
        yield make_finding(
            "list.disagrees",
            statement.place,
            value=statement.words or str(statement.value),
            said=in_words(field, statement.value, statement.words),
            group=str(registry.products["group_name"].iat[product]),
            other_value=in_words(field, other_cell.value, other_words),
            other_place=other_cell.place.whole,
            field=field,
        )


def in_words(field: str, value: Any, words: str | None = None) -> dict[str, str]:
    """What a cell says, per language: its own words, else those of the value (None: unknown)."""
    if value is None:
        return {lang: words or text("words.truth.unknown", lang) for lang in LANGUAGES}
    named = "not_rated" if field == "star" and value == "none" else value
    return {lang: words or value_text(field, named, lang) for lang in LANGUAGES}


def _agreed(role: str, own_value: Any, values: list[Any]) -> Any:
    """The one value of all sources, None where they differ or one is unknown; of standards the best."""
    stated = [value for value in (own_value, *values) if value is not None]
    if role == "standards":
        return min(stated, key=CODED_VALUES["standard"].index, default=None)
    if None in values or len(set(stated)) != 1:
        return None
    return stated[0]


def _own_value(registry: Registry, product: int, role: str, letter: Letter) -> Any:
    """What the registry's own cell says against a list; a blank says nothing, and neither does an unknown."""
    row: Any = registry.products.loc[product]
    if role == "stars":
        return _own_star(row, letter)
    if role == "projects" and not row["project_said"]:
        return None
    value = row[FIELD_OF_ROLE[role]]
    return None if pd.isna(value) else value


def _own_star(row: Any, letter: Letter) -> int | str | None:
    """The stars that a row of the registry says of the letter's round, "none" for not rated in words.

    Stars of another round say nothing of it, and neither does a blank.
    """
    year_be = row["star_year_be"]
    if (
        letter.star_year_be is not None
        and pd.notna(year_be)
        and year_be != letter.star_year_be
    ):
        return None
    if pd.isna(row["star_rated"]):
        return None
    if row["star_rated"]:
        return int(row["star"])
    return "none" if row["star_said"] else None


def write_value(
    products: pd.DataFrame,
    product: int,
    field: str,
    value: Any,
    star_year_be: int | None,
) -> None:
    """Set one value, None for unknown; of stars "none" for not rated, and the round that the stars are of."""
    if field != "star":
        products.loc[product, field] = value
        return
    products.loc[product, "star_rated"] = pd.NA if value is None else value != "none"
    products.loc[product, "star"] = pd.NA if value in (None, "none") else value
    if star_year_be is not None:
        products.loc[product, "star_year_be"] = star_year_be


def _perhaps_finding(
    registry: Registry, product: int, line: Statement, *, is_open: bool
) -> Finding:
    """A line that is perhaps about a product, and what follows from it."""
    group_place = registry.place(product, "group_name")
    return make_finding(
        "list.id-and-name-differ" if line.match.id_differs else "list.perhaps-same",
        line.place._replace(cell=cell_at(line.name_address)),
        severity="warning" if is_open else "info",
        value=str(line.name),
        group=str(registry.products["group_name"].iat[product]),
        other_place=group_place.whole,
        likeness=f"{line.match.likeness:.0f}",
        effect=effect_of_doubt("unknown" if is_open else "none"),
    )


def effect_of_doubt(name: str) -> dict[str, str]:
    """What follows from a line that is perhaps about a product, in words: unknown, none, or answered yes or no."""
    return {lang: text(f"words.doubt.{name}", lang) for lang in LANGUAGES}
