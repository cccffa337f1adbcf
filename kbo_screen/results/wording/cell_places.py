"""Where a value stands, in words: never a cell under another file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Place
from kbo_screen.findings.finding import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.desk.run import Run


def place_words(place: Place, beside: Place) -> str:
    """File, sheet and cell; of a place on the sheet of `beside` the cell alone, in its file without the file.

    >>> from kbo_screen.findings import Place
    >>> place_words(Place("stars.xlsx", "ดาว", "C2"), beside=Place("registry.xlsx", "ทะเบียน", "A9"))
    'stars.xlsx ดาว C2'
    >>> place_words(Place("registry.xlsx", "ทะเบียน", "K9"), beside=Place("registry.xlsx", "ทะเบียน", "A9"))
    'K9'
    """
    if place.file != beside.file:
        return place.in_words
    if place.sheet != beside.sheet:
        return sheet_and_cell(place)
    return place.cell or ""


def place_in_run(run: Run, place: Place) -> str:
    """Sheet and cell, and the file where values of the run come from several; nothing where there is no cell."""
    has_several_files = len(run.registry.files) > 1
    neighbour = NOWHERE if has_several_files else Place(place.file)
    return place_words(place, neighbour) if place.cell else ""


def sheet_and_cell(place: Place) -> str:
    """Sheet and cell of a place, as far as there are any."""
    return place._replace(file=None).in_words


def place_of_registry(run: Run, place: Place) -> str:
    """Sheet and cell of a place, and its file unless all rows of the registry stand in that file."""
    if run.registry.own_files == {place.file}:
        return sheet_and_cell(place)
    return place.in_words


def is_elsewhere(place: Place, neighbour: Place) -> bool:
    """The place is on another sheet or in another file: a list's."""
    return (place.file, place.sheet) != (neighbour.file, neighbour.sheet)


def fields_from_lists(
    run: Run,
    product: int,
    fields: Iterable[str],
) -> dict[str, Place]:
    """Of these fields of a product those that a side list brought, with the list's place."""
    if not run.registry.side_tables:
        return {}
    product_place = run.registry.place(product, "group_name")
    places = {}
    for field in fields:
        place = run.registry.place(product, field)
        if place.cell and is_elsewhere(place, product_place):
            places[field] = place
    return places
