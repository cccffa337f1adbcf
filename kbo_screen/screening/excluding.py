"""What keeps groups out as projects: every different word in a column of other projects, with how many groups it costs.

Any text that no phrase is known for is a project. Whether it is one, only a person sees: so each is told once, counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.findings import Place
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry

FIELD: Final = "other_project"
EXCLUDING_CODE: Final = "registry.excluding-project"
#: So many cells are named; the rest are counted.
CELLS_NAMED: Final = 20


def excluding_projects(
    registry: Registry, products: pd.DataFrame, letter: Letter
) -> Iterator[Finding]:
    """One finding per different word and sheet that says a product is in another project, at its first cell.

    products: those of the registry, with the column `group`. Answers of people are not told: they stand in their sheet.
    """
    if (
        not any(condition.field == FIELD for condition in letter.conditions)
        or FIELD in registry.absent_fields
    ):
        return
    places: dict[tuple[str, str, str], list[Place]] = {}
    groups: dict[tuple[str, str, str], set[int]] = {}
    for product in _excluded_products(registry, products):
        place = registry.place(product, FIELD)
        written = products["project_words"][product]
        words = written if isinstance(written, str) else ""
        key = (place.file or "", place.sheet or "", words)
        places.setdefault(key, []).append(place)
        groups.setdefault(key, set()).add(int(products["group"][product]))
    for key, cells in places.items():
        yield _finding(key[2], cells, len(groups[key]))


def _excluded_products(registry: Registry, products: pd.DataFrame) -> list[int]:
    """The products that a cell, not an answer, says to be in another project."""
    answered = registry.answers.loc[registry.answers["field"] == FIELD, "product"]
    is_excluded = products[FIELD].eq("in_project").fillna(
        value=False
    ) & ~products.index.isin(answered)
    return [int(product) for product in products.index[is_excluded]]


def _finding(words: str, places: list[Place], groups: int) -> Finding:
    """A word that keeps groups out; of a list that names no project, that it names none."""
    cells = list(dict.fromkeys(place.cell for place in places if place.cell))
    named = ", ".join(cells[:CELLS_NAMED]) + (
        " ..." if len(cells) > CELLS_NAMED else ""
    )
    unnamed = {lang: text("words.project.unnamed", lang) for lang in LANGUAGES}
    return make_finding(
        EXCLUDING_CODE,
        places[0],
        value=words or None,
        project=words or unnamed,
        groups=groups,
        cells=named or "-",
        count=len(places),
    )
