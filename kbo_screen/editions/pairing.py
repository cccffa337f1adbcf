"""Which groups, products and districts of several editions are the same, by the rules by which one edition tells them.

A number that means the same in every edition is called common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.registry.identity import number_groups, number_products

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kbo_screen.editions.edition import Edition
    from kbo_screen.letters.choices import Choices
    from kbo_screen.registry.registry import Scope, ScopeDistrict

#: Where a product has no partner in the other edition.
NO_PRODUCT: Final = -1
#: What tells the groups of an edition apart.
IDENTITY_COLUMNS: Final = ["district_ix", "group_id", "group_name", "subdistrict"]
#: What tells districts apart: province and name.
DistrictKey = tuple[str, str]


class CommonDistricts(NamedTuple):
    """The districts of all editions, each once; per edition the common number of each of its districts."""

    districts: tuple[ScopeDistrict, ...]
    numbers: tuple[np.ndarray, ...]


def common_districts(scopes: Iterable[Scope]) -> CommonDistricts:
    """The districts of several scopes, those of the last first."""
    scopes = list(scopes)
    districts: dict[DistrictKey, ScopeDistrict] = {}
    for scope in reversed(scopes):
        for district in scope.districts:
            districts.setdefault(_key_of(district), district)
    positions = {key: position for position, key in enumerate(districts)}
    numbers = tuple(_positions_of(scope, positions) for scope in scopes)
    return CommonDistricts(tuple(districts.values()), numbers)


def _key_of(district: ScopeDistrict) -> DistrictKey:
    return district.province, district.district


def _positions_of(
    scope: Scope,
    positions: dict[DistrictKey, int],
) -> np.ndarray:
    numbers = [positions[_key_of(district)] for district in scope.districts]
    return np.array(numbers, dtype=np.int64)


def identities_of(edition: Edition, numbers_of_districts: np.ndarray) -> pd.DataFrame:
    """What tells the groups of an edition apart: a row per product, IDENTITY_COLUMNS (districts common) and `group`."""
    frame = edition.registry.products[IDENTITY_COLUMNS].astype(object)
    return frame.assign(
        district_ix=numbers_of_districts[edition.district_ix],
        group=edition.group_of_product,
    )


def pair_groups(
    identities: Sequence[pd.DataFrame],
    choices: Choices,
) -> list[pd.Series[int]]:
    """Per edition the common number of each of its groups: index = its own number.

    identities: per edition as `identities_of` gives them. A group is known by its row with an id, if it has one. Two
    groups of one edition never share a number: the later one stands alone.
    """
    parts = [frame.assign(edition=number) for number, frame in enumerate(identities)]
    rows = pd.concat(parts, ignore_index=True)
    if rows.empty:
        return [pd.Series(dtype=np.int64) for _ in identities]
    heads = _heads(rows.assign(number=number_groups(rows, choices).to_numpy()))
    numbers_of_editions = []
    for edition in range(len(identities)):
        heads_of_edition = heads[heads["edition"] == edition]
        numbers_of_editions.append(heads_of_edition.set_index("group")["number"])
    return numbers_of_editions


def _heads(rows: pd.DataFrame) -> pd.DataFrame:
    """Per edition and group the row by which it is known; a second group of an edition's number gets a fresh one."""
    has_no_id = rows["group_id"].isna().to_numpy()
    with_ids_first = rows.iloc[np.argsort(has_no_id, kind="stable")]
    heads = with_ids_first.drop_duplicates(["edition", "group"]).copy()
    is_second = heads.duplicated(["edition", "number"])
    first_fresh = int(rows["number"].max()) + 1
    heads.loc[is_second, "number"] = first_fresh + np.arange(int(is_second.sum()))
    return heads


def pair_products(
    old: Edition,
    new: Edition,
    groups_of_old: np.ndarray,
    groups_of_new: np.ndarray,
) -> np.ndarray:
    """Per product of the new edition the one of the old that it is, NO_PRODUCT for none.

    groups_of_old, groups_of_new: per product the common number of its group. Of several rows of one product the first
    is paired with the first.
    """
    groups = pd.Series(np.concatenate([groups_of_old, groups_of_new]))
    numbers = number_products(_names_of_products([old, new]), groups)
    is_new = np.arange(len(numbers)) >= len(groups_of_old)
    keys = pd.DataFrame({"number": numbers, "is_new": is_new})
    turns = keys.groupby(["number", "is_new"]).cumcount()
    pairs = pd.MultiIndex.from_arrays([keys["number"], turns])
    return pairs[~is_new].get_indexer(pairs[is_new])


def _names_of_products(editions: Iterable[Edition]) -> pd.DataFrame:
    """What tells products apart, of one edition under the other."""
    columns = ["product_id", "product_name"]
    frames = [each.registry.products[columns].astype(object) for each in editions]
    return pd.concat(frames, ignore_index=True)
