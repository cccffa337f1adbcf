"""Which products belong to one group: a group is (province, district, id), without an id its normalised name.

Knows how a group is told from another inside a registry. Refuses to know whether the group is eligible, and
to join names that only look alike: that is for a person to settle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kbo_screen.findings import Finding, make_finding
from kbo_screen.vocabulary.names import group_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.screening.registry import Registry


def number_groups(products: pd.DataFrame, names: pd.Series | None = None) -> pd.Series[int]:
    """Number the groups from 0 in the order in which they first appear.

    products: columns `district_ix`, `group_id`, `group_name`. names: their `name_keys`, if known.
    Returns one number per product, same index.
    A row without an id joins the one id of the same normalised name in its district, if it is only one.
    """
    names = name_keys(products["group_name"]) if names is None else names
    districts = products["district_ix"].to_numpy().astype(np.int64)
    ids, different_ids = pd.factorize(products["group_id"].astype(object))  # -1: no id
    by_name, different_names = pd.factorize(names)
    ids = np.where(ids < 0, _only_id_of_name(districts * max(len(different_names), 1) + by_name, ids), ids)
    identity = np.where(ids < 0, len(different_ids) + by_name, ids)
    numbers, _ = pd.factorize(districts * (len(different_ids) + len(different_names) + 1) + identity)
    return pd.Series(numbers, index=products.index, name="group")


def name_keys(names: pd.Series) -> pd.Series:
    """The normalised name of every group name: equal keys are one name written in different ways."""
    codes, uniques = pd.factorize(names.astype(object))
    keys = np.array([group_key(str(name)) for name in uniques] or [""], dtype=object)
    return pd.Series(keys[codes], index=names.index, dtype=object)


def _only_id_of_name(names: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Per row, the id that its name has in its district, -1 where there is none or more than one.

    names: a number per name and district. ids: a number per id, -1 for none.
    """
    pairs = pd.DataFrame({"name": names, "id": ids})[ids >= 0].drop_duplicates()
    single = pairs.drop_duplicates("name", keep=False).set_index("name")["id"]
    return single.reindex(names, fill_value=-1).to_numpy()


def check_identity(registry: Registry, groups: pd.Series[int], names: pd.Series) -> Iterator[Finding]:
    """Find one id with two names, one id in two districts, and a group whose rows state two standards."""
    products = registry.products
    yield from _disagreements(registry, groups, names, "group_name", "registry.one-id-two-names")
    yield from _disagreements(registry, groups, products["standard"], "standard", "registry.standard-conflict")
    with_id = products["group_id"].notna()
    by_id = pd.Series(pd.factorize(products["group_id"].astype(object))[0], index=products.index)[with_id]
    yield from _disagreements(
        registry, by_id, products.loc[with_id, "district_ix"], "district", "registry.id-in-two-districts"
    )


def _disagreements(
    registry: Registry, groups: pd.Series, values: pd.Series, field: str, code: str
) -> Iterator[Finding]:
    """One finding at each first cell, within a group, whose value differs from the group's first known value."""
    known = pd.DataFrame({"group": groups, "value": values.astype(object)}).dropna()
    first = known.groupby("group")["value"].transform("first")
    later = known[known["value"] != first].drop_duplicates()
    heads = known.drop_duplicates("group").reset_index().set_index("group")["index"]
    shown = registry.products[field].astype(object)
    for product, group in zip(later.index, later["group"], strict=True):
        head = heads[group]
        yield make_finding(
            code,
            registry.place(product, field),
            value=str(shown[product]),
            other_value=str(shown[head]),
            other_cell=registry.place(head, field).cell or "-",
            group=str(registry.products["group_name"].to_numpy()[product]),
        )
