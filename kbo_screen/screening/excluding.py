"""What keeps groups out as projects: every different word in a column of other projects, with how many groups it costs.

Any text that no phrase is known for is a project. Whether it is one, only a person sees: so each is told once, counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import text_in_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.group_facts import GroupFacts

FIELD: Final = "other_project"
EXCLUDING_CODE: Final = "registry.excluding-project"
#: So many cells are named; the rest are counted.
CELLS_NAMED: Final = 20


class ProjectWords(NamedTuple):
    """What a sheet says of a project; empty words where a list names none."""

    file: str | None
    sheet: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The products whose cells say it, and their groups."""

    products: list[int] = field(default_factory=list)
    groups: set[int] = field(default_factory=set)


def excluding_projects(facts: GroupFacts, letter: Letter) -> Iterator[Finding]:
    """One finding per different word and sheet that says a product is in another project, at its first cell.

    Answers of people are not told: they stand in their sheet.
    """
    registry = facts.registry
    is_asked = any(condition.field == FIELD for condition in letter.conditions)
    if not is_asked or FIELD in registry.absent_fields:
        return
    for key, exclusion in _exclusions(facts).items():
        yield _finding(registry, key.words, exclusion)


def _exclusions(facts: GroupFacts) -> dict[ProjectWords, Exclusion]:
    exclusions: dict[ProjectWords, Exclusion] = {}
    excluded = _excluded_products(facts)
    cell_words = excluded["project_words"].tolist()
    groups = excluded["group"].tolist()
    for product, own_words, group in zip(
        excluded.index,
        cell_words,
        groups,
        strict=True,
    ):
        table = facts.registry.table_of(product, FIELD)
        words = own_words if isinstance(own_words, str) else ""
        key = ProjectWords(table.file, table.sheet, words)
        exclusion = exclusions.setdefault(key, Exclusion())
        exclusion.products.append(product)
        exclusion.groups.add(group)
    return exclusions


def _excluded_products(facts: GroupFacts) -> pd.DataFrame:
    """The products that a cell, not an answer, says to be in another project."""
    products, answers = facts.products, facts.registry.answers
    answered = answers.loc[answers["field"] == FIELD, "product"]
    is_in_project = products[FIELD].eq("in_project")
    return products[is_in_project & ~products.index.isin(answered)]


def _finding(registry: Registry, words: str, exclusion: Exclusion) -> Finding:
    """A word that keeps groups out; of a list that names no project, that it names none."""
    products = exclusion.products
    return make_finding(
        "registry.excluding-project",
        registry.place(products[0], FIELD),
        value=words or None,
        project=words or text_in_each("words.project.unnamed"),
        groups=len(exclusion.groups),
        cells=_cells_in_words(registry, products) or "-",
        count=len(products),
    )


def _cells_in_words(registry: Registry, products: list[int]) -> str:
    """The first of the different cells."""
    cells: dict[str, None] = {}
    for product in products:
        cell = registry.cell(product, FIELD)
        if cell:
            cells[cell] = None
        if len(cells) > CELLS_NAMED:
            break
    words = ", ".join(list(cells)[:CELLS_NAMED])
    return f"{words} ..." if len(cells) > CELLS_NAMED else words
