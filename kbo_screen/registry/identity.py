"""Which products belong to one group: a group is (province, district, id), without an id its normalised name.

Also which rows are one product, and one producer. Names that only look alike are not joined: that is for a person to
settle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import value_in_each
from kbo_screen.vocabulary.areas import subdistrict_key
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.names import group_keys, product_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.findings import Place
    from kbo_screen.findings.catalogue import TextInEach
    from kbo_screen.letters.choices import Choices
    from kbo_screen.registry.registry import Registry


#: Ids of so many digits are given once in the country; shorter ones may begin anew in every list.
DIGITS_OF_NATIONAL_ID: Final = 9


def number_groups(
    products: pd.DataFrame,
    choices: Choices,
) -> pd.Series[int]:
    """Number the groups from 0 in the order in which they first appear.

    products: columns `district_ix`, `group_id`, `group_name`, `subdistrict`.
    Returns one number per product, same index.
    A row without an id joins the one id of the same normalised name in its district, if it is only one. Rows without
    ids of one name in several subdistricts are several groups, unless the letter chooses that they are one.
    """
    districts = products["district_ix"].to_numpy().astype(np.int64)
    ids, different_ids = pd.factorize(products["group_id"].astype(object))  # -1: no id
    may_need_names = np.isin(districts, districts[ids < 0])
    name_codes = _group_name_codes(products["group_name"].where(may_need_names))
    by_name = pair_codes(districts, name_codes)
    subdistricts = _subdistrict_codes(products["subdistrict"])
    by_place = by_name
    if choices.same_name == "by-subdistrict":
        places = _fill_where_none(subdistricts, by_name)
        by_place = pair_codes(by_name, places)
    ids = _fill_where_none(ids, by_place)
    ids_of_names = _fill_where_none(ids, by_name)
    ids = np.where(subdistricts < 0, ids_of_names, ids)
    identity = np.where(
        ids < 0,
        len(different_ids) + by_place,
        ids,
    )
    numbers = pair_codes(districts, identity)
    return pd.Series(
        numbers,
        index=products.index,
        name="group",
    )


class RowNumbers(NamedTuple):
    """Per row of a registry the number of its group, and of its product."""

    groups: pd.Series[int]
    products: np.ndarray


def number_rows(products: pd.DataFrame, choices: Choices) -> RowNumbers:
    """The groups and products of a registry, as `number_groups` and `number_products` give them."""
    groups = number_groups(products, choices)
    return RowNumbers(groups, number_products(products, groups))


def number_producers(products: pd.DataFrame, groups: pd.Series[int]) -> np.ndarray:
    """Number the producers: the groups, but one of a national id is one producer wherever it stands."""
    group_numbers = groups.to_numpy()
    ids, different_ids = pd.factorize(products["group_id"].astype(object))
    has_id = ids >= 0
    n_groups = int(group_numbers.max(initial=0)) + 1
    id_of_group = np.full(n_groups, -1)
    id_of_group[group_numbers[has_id]] = ids[has_id]
    ids = id_of_group[group_numbers]
    is_national = _are_national(ids, different_ids)
    return np.where(
        is_national,
        ids,
        len(different_ids) + group_numbers,
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
    has_name = names >= 0
    by_name = pair_codes(group_numbers, names)
    ids = np.where(
        has_name,
        _fill_where_none(ids, by_name),
        ids,
    )
    is_national = _are_national(ids, different_ids)
    group_of_id = np.where(is_national, -1, group_numbers)
    by_id = pair_codes(group_of_id, ids)
    n_rows = len(products)
    numbers = np.select(
        [ids >= 0, has_name],
        [by_id, n_rows + by_name],
        default=2 * n_rows + np.arange(n_rows),
    )
    return number_values(numbers)


def _are_national(ids: np.ndarray, different_ids: Iterable[object]) -> np.ndarray:
    """Per row, whether its id is given once in the country. ids: positions in different_ids, -1 for none."""
    texts = list(map(str, different_ids))
    shortest = min(map(len, texts), default=0)
    if shortest >= DIGITS_OF_NATIONAL_ID and "".join(texts).isdigit():
        return ids >= 0
    is_national = [
        len(text) >= DIGITS_OF_NATIONAL_ID and text.isdigit() for text in texts
    ]
    rows: np.ndarray = np.array([*is_national, False])[ids]
    return rows


def number_values(values: np.ndarray | pd.Series) -> np.ndarray:
    """A number per value, in the order in which the values first appear, -1 for none."""
    numbers: np.ndarray = pd.factorize(values)[0]
    return numbers


def pair_codes(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """A number per pair of numbers from -1 on, in the order in which the pairs first appear."""
    width = second.max(initial=0) + 2
    pairs = first.astype(np.int64) * width + second + 1
    return number_values(pairs)


def _fill_where_none(numbers: np.ndarray, names: np.ndarray) -> np.ndarray:
    """The numbers (-1 for none), where there is none the one number of the same name, if it is only one."""
    has_number = numbers >= 0
    if has_number.all():
        return numbers
    pairs = pd.DataFrame({"name": names, "number": numbers})
    pairs = pairs[has_number].drop_duplicates()
    numbers_of_one = pairs.drop_duplicates("name", keep=False).set_index("name")
    single = numbers_of_one["number"].reindex(names, fill_value=-1).to_numpy()
    return np.where(has_number, numbers, single)


def _subdistrict_codes(subdistricts: pd.Series) -> np.ndarray:
    """Per row a number for its subdistrict, with or without the word for it, -1 for none."""
    codes, names = pd.factorize(subdistricts.astype(object))
    return _codes_of_keys(codes, [subdistrict_key(str(name)) for name in names])


def _product_name_codes(names: pd.Series) -> np.ndarray:
    """Per row a number for its product's name as people write it, -1 for none."""
    codes, different_names = pd.factorize(names.astype(object))
    words = [product_word(str(name)) for name in different_names]
    return _codes_of_keys(codes, words)


def _group_name_codes(names: pd.Series) -> np.ndarray:
    """Per row a number for its group's normalised name, -1 for none."""
    codes, different_names = pd.factorize(names.astype(object))
    return _codes_of_keys(codes, group_keys(tuple(different_names)))


def _codes_of_keys(codes: np.ndarray, keys: Sequence[str]) -> np.ndarray:
    """The codes (-1 for none) with those of equal keys made one."""
    key_codes = number_values(np.array(keys, dtype=object))
    return np.append(key_codes, -1).take(codes)


def name_keys(names: pd.Series) -> pd.Series:
    """The normalised name of every group name, a categorical: equal keys are one name written in different ways."""
    codes, different_names = pd.factorize(names.astype(object))
    keys = np.array(group_keys(tuple(different_names)), dtype=object)
    key_codes, different_keys = pd.factorize(keys)
    codes = np.append(key_codes, -1)[codes]
    return pd.Series(
        pd.Categorical.from_codes(
            codes, categories=pd.Index(different_keys, dtype=object)
        ),
        index=names.index,
    )


def ids_or_names(ids: pd.Series, names: pd.Series) -> pd.Series:
    """Per group its id, its normalised name where it has none."""
    return ids.astype(object).where(ids.notna(), name_keys(names).astype(object))


def check_identity(registry: Registry, groups: pd.Series[int]) -> Iterator[Finding]:
    """Find what is told of groups and ids, though it decides nothing by itself.

    One id with two names, one id in two districts, a group whose rows state two standards, groups of one name that only
    their subdistricts tell apart or of which only some have ids, or whose ids are of two types, one id of two products,
    one product in two groups.
    """
    products = registry.products
    names = name_keys(products["group_name"])
    group_numbers = groups.to_numpy()
    yield from _disagreements(
        registry,
        group_numbers,
        number_values(names),
        "group_name",
        "registry.one-id-two-names",
    )
    yield from _disagreements(
        registry,
        group_numbers,
        number_values(products["standard"]),
        "standard",
        "registry.standard-conflict",
    )
    yield from _disagreements(
        registry,
        number_values(products["group_id"].astype(object)),
        products["district_ix"].to_numpy(),
        "district",
        "registry.id-in-two-districts",
    )
    yield from _same_names(registry, groups, names)
    yield from _names_of_other_ids(registry, groups, names)
    yield from _names_of_two_types(registry, groups, names)
    yield from _products_of_two_names(registry, groups)


def _same_names(
    registry: Registry,
    groups: pd.Series[int],
    names: pd.Series,
) -> Iterator[Finding]:
    """A finding at the first row of every group without an id whose name another group of its district has."""
    products = registry.products
    is_first = ~groups.duplicated()
    first_rows = products[is_first & products["group_id"].isna()]
    own_names = names[first_rows.index].astype(object)
    keys = pd.DataFrame({"district": first_rows["district_ix"], "name": own_names})
    shared_keys = keys[keys.duplicated(keep=False)]
    for _, rows in shared_keys.groupby(["district", "name"]):
        first_place = registry.place(rows.index[0], "group_name")
        for row in rows.index[1:]:
            place = registry.place(row, "group_name")
            subdistrict: Any = products["subdistrict"].iat[row]
            yield make_finding(
                "registry.same-name-two-places",
                place,
                value=str(products["group_name"].iat[row]),
                subdistrict="-" if pd.isna(subdistrict) else str(subdistrict),
                other_place=first_place.in_words_beside(place),
            )


def _names_of_other_ids(
    registry: Registry,
    groups: pd.Series[int],
    names: pd.Series,
) -> Iterator[Finding]:
    """A finding at the first row of every group without an id whose name groups with ids have in its district.

    Nobody can tell which of them it is, or whether it is another one.
    """
    products = registry.products
    has_id_of_group = products["group_id"].notna().groupby(groups).any()
    if has_id_of_group.all() or not has_id_of_group.any():
        return
    first_rows = products.index[~groups.duplicated()]
    districts = products["district_ix"][first_rows].to_numpy()
    name_codes = number_values(names[first_rows])
    keys = pair_codes(districts, name_codes)
    has_id = has_id_of_group[groups[first_rows]].to_numpy(dtype=bool)
    is_asked = has_id & np.isin(keys, keys[~has_id])
    places = [registry.place(row, "group_name") for row in first_rows[is_asked]]
    places_with_id = lists_by_key(zip(keys[is_asked], places, strict=True))
    for row, key in zip(
        first_rows[~has_id],
        keys[~has_id],
        strict=True,
    ):
        if key in places_with_id:
            name = str(products["group_name"].iat[row])
            place = registry.place(row, "group_name")
            yield _name_of_other_ids(
                name,
                place,
                places_with_id[key],
            )


def _name_of_other_ids(
    name: str,
    place: Place,
    places: list[Place],
) -> Finding:
    """A group without an id whose name stands at other places with ids."""
    return make_finding(
        "registry.name-of-other-ids",
        place,
        value=name,
        other_places=", ".join(with_id.in_words_beside(place) for with_id in places),
    )


def _names_of_two_types(
    registry: Registry,
    groups: pd.Series[int],
    names: pd.Series,
) -> Iterator[Finding]:
    """A finding per group with an id whose type differs from that of another id of its name and subdistrict."""
    products = registry.products
    is_typed = products["group_id"].notna() & products["producer_type"].notna()
    first_rows = groups[is_typed].drop_duplicates().index
    columns = ["district_ix", "subdistrict", "producer_type"]
    first_products = products.loc[first_rows, columns].assign(name=names[first_rows])
    name_columns = ["district_ix", "name"]
    is_shared = first_products.duplicated(name_columns, keep=False)
    shared = first_products[is_shared]
    shared = shared.assign(
        name=shared["name"].astype(object),
        subdistrict=_subdistrict_codes(shared["subdistrict"]),
    )
    for _, rows in shared.groupby(name_columns):
        for row, other_row in _rows_of_other_types(rows):
            yield _name_of_two_types(registry, row, other_row)


def _rows_of_other_types(rows: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Rows of one name, each with the first before it of another type that is not of another subdistrict."""
    first_rows: dict[tuple[str, int], int] = {}
    for row, type_, subdistrict in zip(
        rows.index, rows["producer_type"], rows["subdistrict"], strict=True
    ):
        for (other_type, other_subdistrict), other_row in first_rows.items():
            is_elsewhere = other_subdistrict != subdistrict
            names_both = min(other_subdistrict, subdistrict) >= 0
            if other_type != type_ and not (is_elsewhere and names_both):
                yield row, other_row
                break
        first_rows.setdefault((type_, subdistrict), row)


def _name_of_two_types(
    registry: Registry,
    row: int,
    other_row: int,
) -> Finding:
    """Two groups of one name and two ids, of different types."""
    products = registry.products
    place = registry.place(row, "producer_type")
    return make_finding(
        "registry.one-name-two-types",
        place,
        value=str(products["group_name"].iat[row]),
        said=_type_in_words(products, row),
        other_value=_type_in_words(products, other_row),
        other_place=registry.place(other_row, "producer_type").in_words_beside(place),
    )


def _type_in_words(products: pd.DataFrame, row: int) -> TextInEach:
    type_ = str(products["producer_type"].iat[row])
    return value_in_each("producer_type", type_)


def _products_of_two_names(
    registry: Registry, groups: pd.Series[int]
) -> Iterator[Finding]:
    """One product id with two names in a group; one national product id in two groups."""
    products = registry.products
    group_numbers = groups.to_numpy()
    ids, different_ids = pd.factorize(products["product_id"].astype(object))
    if ids.max(initial=-1) + 1 == np.count_nonzero(ids >= 0):
        return
    is_repeated = pd.Series(ids).duplicated(keep=False).to_numpy() & (ids >= 0)
    ids = np.where(is_repeated, ids, -1)
    in_group = np.where(is_repeated, pair_codes(group_numbers, ids), -1)
    yield from _disagreements(
        registry,
        in_group,
        _product_name_codes(products["product_name"].where(is_repeated)),
        "product_name",
        "registry.product-id-two-names",
    )
    is_national = _are_national(ids, different_ids)
    yield from _disagreements(
        registry,
        np.where(is_national, ids, -1),
        group_numbers,
        "group_name",
        "registry.product-id-two-groups",
    )


def _disagreements(
    registry: Registry,
    groups: np.ndarray,
    values: np.ndarray,
    field: str,
    code: str,
) -> Iterator[Finding]:
    """One finding at each first cell, within a group, whose value differs from the group's first known value.

    groups, values: a number per product, -1 for none.
    """
    rows = np.flatnonzero((groups >= 0) & (values >= 0))
    groups, values = groups[rows], values[rows]
    head_rows = np.zeros(groups.max(initial=-1) + 1, dtype=np.intp)
    head_rows[groups[::-1]] = rows[::-1]  # the first row of a group is written last
    first_values = np.zeros_like(head_rows)
    first_values[groups[::-1]] = values[::-1]
    table = pd.DataFrame({"group": groups, "value": values}, index=rows)
    differing = table[values != first_values[groups]].drop_duplicates()
    values_in_words = registry.products[field].astype(object)
    group_names = registry.products["group_name"].to_numpy()
    for product, group in zip(
        differing.index,
        differing["group"],
        strict=True,
    ):
        head = int(head_rows[group])
        place = registry.place(product, field)
        yield make_finding(
            code,
            place,
            value=str(values_in_words[product]),
            other_value=str(values_in_words[head]),
            other_cell=registry.place(head, field).in_words_beside(place),
            group=str(group_names[product]),
        )
