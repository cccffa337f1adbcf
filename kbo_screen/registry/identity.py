"""Which products belong to one group: a group is (province, district, id), without an id its normalised name.

Also which rows are one product, and one producer. Names that only look alike are not joined: that is for a person to
settle.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from kbo_screen.findings import Finding, make_finding
from kbo_screen.vocabulary.names import group_key, product_word
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.letters.choices import Choices
    from kbo_screen.registry.registry import Registry


#: Ids of so many digits are given once in the country; shorter ones may begin anew in every list.
DIGITS_OF_NATIONAL_ID: Final = 9
_BARE_SUBDISTRICT: Final = re.compile(r"^(?:ตำบล|ต(?=\.)|แขวง)[.\s]*")


def number_groups(
    products: pd.DataFrame, choices: Choices, names: pd.Series | None = None
) -> pd.Series[int]:
    """Number the groups from 0 in the order in which they first appear.

    products: columns `district_ix`, `group_id`, `group_name`, `subdistrict`. names: their `name_keys`, if known.
    Returns one number per product, same index.
    A row without an id joins the one id of the same normalised name in its district, if it is only one. Rows without
    ids of one name in several subdistricts are several groups, unless the letter chooses that they are one.
    """
    names = name_keys(products["group_name"]) if names is None else names
    districts = products["district_ix"].to_numpy().astype(np.int64)
    ids, different_ids = pd.factorize(products["group_id"].astype(object))  # -1: no id
    by_name = _pair_codes(districts, pd.factorize(names)[0])
    subdistricts = _subdistrict_codes(products["subdistrict"])
    match choices.same_name:
        case "by-subdistrict":
            by_place = _pair_codes(
                by_name, _only_place_where_blank(by_name, subdistricts)
            )
        case "one-group":
            by_place = by_name
    ids = np.where(ids < 0, _only_id_of_name(by_place, ids), ids)
    ids = np.where((ids < 0) & (subdistricts < 0), _only_id_of_name(by_name, ids), ids)
    identity = np.where(ids < 0, len(different_ids) + by_place, ids)
    return pd.Series(
        _pair_codes(districts, identity), index=products.index, name="group"
    )


def number_producers(products: pd.DataFrame, groups: pd.Series[int]) -> np.ndarray:
    """Number the producers: the groups, but one of a national id is one producer wherever it stands."""
    group_numbers = groups.to_numpy()
    ids, different_ids = pd.factorize(products["group_id"].astype(object))
    id_of_group = np.full(int(group_numbers.max(initial=0)) + 1, -1)
    id_of_group[group_numbers[ids >= 0]] = ids[ids >= 0]
    ids = id_of_group[group_numbers]
    return np.where(
        _are_national(ids, different_ids), ids, len(different_ids) + group_numbers
    )


def number_products(products: pd.DataFrame, groups: pd.Series[int]) -> np.ndarray:
    """Number the products: rows of one number are one product, by its id, else by its group and name.

    A row without an id joins the one id of the same name in its group, if it is only one. A row without id and name is
    a product of its own.
    """
    group_numbers = groups.to_numpy()
    ids, different_ids = pd.factorize(products["product_id"].astype(object))
    may_need_names = np.isin(group_numbers, group_numbers[ids < 0])
    names = _product_name_codes(products["product_name"].where(may_need_names))
    by_name = _pair_codes(group_numbers, names)
    ids = np.where((ids < 0) & (names >= 0), _only_id_of_name(by_name, ids), ids)
    group_of_id = np.where(_are_national(ids, different_ids), -1, group_numbers)
    by_id = _pair_codes(group_of_id, ids)
    n_rows = len(products)
    numbers = np.select(
        [ids >= 0, names >= 0],
        [by_id, n_rows + by_name],
        default=2 * n_rows + np.arange(n_rows),
    )
    product_numbers: np.ndarray = pd.factorize(numbers)[0]
    return product_numbers


def _are_national(ids: np.ndarray, different_ids: Iterable[object]) -> np.ndarray:
    """Per row, whether its id is given once in the country. ids: positions in different_ids, -1 for none."""
    is_national = [
        len(str(id_)) >= DIGITS_OF_NATIONAL_ID and str(id_).isdigit()
        for id_ in different_ids
    ]
    rows: np.ndarray = np.array([*is_national, False])[ids]
    return rows


def _pair_codes(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """A number per pair of numbers from -1 on, in the order in which the pairs first appear."""
    width = int(second.max(initial=0)) + 2
    pairs = first.astype(np.int64) * width + second + 1
    numbers: np.ndarray = pd.factorize(pairs)[0]
    return numbers


def _only_place_where_blank(names: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The places, a blank (-1) replaced by the one place of its name, if it is only one."""
    return np.where(places < 0, _only_id_of_name(names, places), places)


def _subdistrict_codes(subdistricts: pd.Series) -> np.ndarray:
    """Per row a number for its subdistrict, with or without the word for it, -1 for none."""
    codes, uniques = pd.factorize(subdistricts.astype(object))
    bare_names = [
        fold(_BARE_SUBDISTRICT.sub("", str(name).strip())) for name in uniques
    ]
    return _codes_of_keys(codes, bare_names)


def _product_name_codes(names: pd.Series) -> np.ndarray:
    """Per row a number for its product's name as people write it, -1 for none."""
    codes, uniques = pd.factorize(names.astype(object))
    return _codes_of_keys(codes, [product_word(str(name)) for name in uniques])


def _codes_of_keys(codes: np.ndarray, keys: list[str]) -> np.ndarray:
    """The codes (-1 for none) with those of equal keys made one."""
    key_codes = pd.factorize(np.array(keys, dtype=object))[0]
    rows: np.ndarray = np.append(key_codes, -1)[codes]
    return rows


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


def check_identity(
    registry: Registry, groups: pd.Series[int], names: pd.Series
) -> Iterator[Finding]:
    """Find what is told of groups and ids, though it decides nothing by itself.

    One id with two names, one id in two districts, a group whose rows state two standards, groups of one name that only
    their subdistricts tell apart or of which only some have ids, one id of two products, one product in two groups.
    """
    products = registry.products
    yield from _disagreements(
        registry, groups, names, "group_name", "registry.one-id-two-names"
    )
    yield from _disagreements(
        registry, groups, products["standard"], "standard", "registry.standard-conflict"
    )
    group_ids = _numbers_of(products["group_id"])
    districts = products["district_ix"]
    yield from _disagreements(
        registry, group_ids, districts, "district", "registry.id-in-two-districts"
    )
    yield from _same_names(registry, groups, names)
    yield from _names_of_other_ids(registry, groups, names)
    yield from _products_of_two_names(registry, groups)


def _numbers_of(ids: pd.Series) -> pd.Series[int]:
    """A number per id, of the rows that have one."""
    codes: pd.Series[int] = pd.Series(
        pd.factorize(ids.astype(object))[0], index=ids.index
    )
    return codes[codes >= 0]


def _same_names(
    registry: Registry, groups: pd.Series[int], names: pd.Series
) -> Iterator[Finding]:
    """A finding at the first row of every group without an id whose name another group of its district has."""
    products = registry.products
    first_rows = products[~groups.duplicated() & products["group_id"].isna()]
    by_name = first_rows.assign(name=names).groupby(["district_ix", "name"])
    for _, rows in by_name:
        for row in rows.index[1:]:
            place = registry.place(row, "group_name")
            subdistrict: Any = products["subdistrict"].iat[row]
            yield make_finding(
                "registry.same-name-two-places",
                place,
                value=str(products["group_name"].iat[row]),
                subdistrict="-" if pd.isna(subdistrict) else str(subdistrict),
                other_place=registry.place(rows.index[0], "group_name").beside(place),
            )


def _names_of_other_ids(
    registry: Registry, groups: pd.Series[int], names: pd.Series
) -> Iterator[Finding]:
    """A finding at the first row of every group without an id whose name groups with ids have in its district.

    Nobody can tell which of them it is, or whether it is another one.
    """
    products = registry.products
    first_rows = products[~groups.duplicated()]
    keys = pd.Series(
        _pair_codes(
            first_rows["district_ix"].to_numpy(),
            pd.factorize(names[first_rows.index])[0],
        )
    )
    has_id = (
        products["group_id"]
        .notna()
        .groupby(groups)
        .any()[groups[first_rows.index]]
        .to_numpy(dtype=bool)
    )
    keys_with_ids = set(keys[has_id])
    for row, key in zip(first_rows.index[~has_id], keys[~has_id], strict=True):
        if key not in keys_with_ids:
            continue
        place = registry.place(row, "group_name")
        other_rows = first_rows.index[has_id & keys.eq(key).to_numpy()]
        yield make_finding(
            "registry.name-of-other-ids",
            place,
            value=str(products["group_name"].iat[row]),
            other_places=", ".join(
                registry.place(other, "group_name").beside(place)
                for other in other_rows
            ),
        )


def _products_of_two_names(
    registry: Registry, groups: pd.Series[int]
) -> Iterator[Finding]:
    """One product id with two names in a group; one national product id in two groups."""
    products = registry.products
    ids = _numbers_of(products["product_id"])
    repeated = ids[ids.duplicated(keep=False)]
    if repeated.empty:
        return
    in_group = pd.Series(
        _pair_codes(groups[repeated.index].to_numpy(), repeated.to_numpy()),
        index=repeated.index,
    )
    names = pd.Series(
        _product_name_codes(products["product_name"][repeated.index]),
        index=repeated.index,
    )
    yield from _disagreements(
        registry,
        in_group,
        names.where(names >= 0),
        "product_name",
        "registry.product-id-two-names",
    )
    different_ids = pd.factorize(products["product_id"].astype(object))[1]
    national = repeated[_are_national(repeated.to_numpy(), different_ids)]
    yield from _disagreements(
        registry, national, groups, "group_name", "registry.product-id-two-groups"
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
            other_cell=registry.place(head, field).beside(
                registry.place(product, field)
            ),
            group=str(registry.products["group_name"].to_numpy()[product]),
        )
