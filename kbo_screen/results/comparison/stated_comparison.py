"""Two results compared by what they state, where the cells behind one of them are not there.

A cause is then what the receipts differ in, and, of two JSON results, the value and the cell that differ.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.editions.moves import (
    NOWHERE_LISTED,
    GroupMove,
    GroupStanding,
    move_of,
)
from kbo_screen.findings.finding import NOWHERE
from kbo_screen.results.comparison.cause_payload import empty_cause
from kbo_screen.results.comparison.compare_payload import (
    differences_of,
    standing_payload,
    stated_edition,
    sums_of,
)
from kbo_screen.results.comparison.moved_rows import value_at
from kbo_screen.vocabulary.fields import DECISIVE_FIELDS
from kbo_screen.vocabulary.names import group_key

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence

    from kbo_screen.editions.moves import Proof
    from kbo_screen.results.comparison.stated_list import StatedGroup, StatedList
    from kbo_screen.results.schemas import (
        CauseShape,
        ComparedDistrictShape,
        ComparedGroupShape,
        ComparedValueShape,
        ComparePayload,
        DifferenceShape,
    )

    Pair = tuple[StatedGroup | None, StatedGroup | None]

#: Differences of two receipts that are causes; an option is one where it has words of its own.
_KINDS: Final = ("input", "letter", "version")


def stated_payload(
    old: StatedList,
    new: StatedList,
    *,
    is_unlike_inputs: bool,
) -> ComparePayload:
    """The comparison of two lists as plain values.

    is_unlike_inputs: a result is not what the program makes of its inputs now.
    """
    if not (old.says_all and new.says_all):
        old, new = old.as_workbooks_say(), new.as_workbooks_say()
    differences = differences_of(old.receipt, new.receipt)
    causes = _causes_of(differences, is_unlike_inputs=is_unlike_inputs)
    districts = _districts(
        old,
        new,
        causes,
    )
    return {
        "schema": "kbo-screen/compare/1",
        "old": stated_edition(old),
        "new": stated_edition(new),
        "differences": differences,
        "causes_tried": False,
        "totals": sums_of(_moves(_pairs(old, new))),
        "districts": districts,
    }


def _pairs(old: StatedList, new: StatedList) -> list[Pair]:
    """The groups of both lists, each with its other self: by id where both have one, else by name."""
    shared_ids = _ids(old) & _ids(new)
    old_groups = _by_key(old.groups, shared_ids)
    pairs: list[Pair] = []
    for key, group in _by_key(new.groups, shared_ids).items():
        pairs.append((old_groups.pop(key, None), group))
    return pairs + [(group, None) for group in old_groups.values()]


def _ids(stated: StatedList) -> set[Hashable]:
    return {_id_of(group) for group in stated.groups if group.group_id}


def _id_of(group: StatedGroup) -> tuple[str, str, str | None]:
    return group.province, group.district, group.group_id


def _by_key(
    groups: Sequence[StatedGroup],
    shared_ids: Collection[Hashable],
) -> dict[Hashable, StatedGroup]:
    """A name that stands twice in a district is told apart by its turn."""
    by_key: dict[Hashable, StatedGroup] = {}
    turns: Counter[tuple[str, str, str]] = Counter()
    for group in groups:
        if _id_of(group) in shared_ids:
            by_key[_id_of(group)] = group
            continue
        name = group.province, group.district, group_key(group.group_name)
        turns[name] += 1
        by_key[*name, turns[name]] = group
    return by_key


def _moves(pairs: Sequence[Pair]) -> Iterator[GroupMove]:
    for number, pair in enumerate(pairs):
        before, now = map(_standing, pair)
        yield GroupMove(
            number,
            move_of(before, now),
            before,
            now,
        )


def _standing(group: StatedGroup | None) -> GroupStanding:
    if group is None:
        return NOWHERE_LISTED
    state = f"{group.tier}/{group.certainty}"
    return GroupStanding(
        listed=True,
        selected=group.selected,
        rank=group.rank,
        state=state,
    )


def _districts(
    old: StatedList,
    new: StatedList,
    causes: Sequence[CauseShape],
) -> list[ComparedDistrictShape]:
    areas = [(each.province, each.district) for each in (*old.groups, *new.groups)]
    by_district: dict[tuple[str, str], list[Pair]] = {area: [] for area in areas}
    for pair in _pairs(old, new):
        group = pair[1] or pair[0]
        if group:
            by_district[group.province, group.district].append(pair)
    return [
        _district(
            area,
            pairs,
            causes,
        )
        for area, pairs in by_district.items()
    ]


def _district(
    area: tuple[str, str],
    pairs: Sequence[Pair],
    causes: Sequence[CauseShape],
) -> ComparedDistrictShape:
    province, name = area
    moves = list(_moves(pairs))
    groups = [
        _group(
            pairs[move.group],
            move,
            causes,
        )
        for move in moves
        if move.move != "same"
    ]
    return {
        "province": province,
        "district": name,
        "district_code": "",
        "status_old": None,
        "status_new": None,
        **sums_of(moves),
        "groups": groups,
    }


def _group(
    pair: Pair,
    move: GroupMove,
    causes: Sequence[CauseShape],
) -> ComparedGroupShape:
    group = pair[1] or pair[0]
    assert group is not None  # noqa: S101 - a pair has one at least
    return {
        "move": move.move,
        "group_id": group.group_id,
        "group_name": group.group_name,
        "group_name_old": _other_old_name(pair),
        "old": standing_payload(move.old),
        "new": standing_payload(move.new),
        "causes": [*_differing_values(pair), *causes],
    }


def _other_old_name(pair: Pair) -> str | None:
    """What a group was called before, where that is another name."""
    old, new = pair
    if old is None or new is None:
        return None
    is_same = group_key(old.group_name) == group_key(new.group_name)
    return None if is_same else old.group_name


def _differing_values(pair: Pair) -> Iterator[CauseShape]:
    """The deciding values that two JSON results state differently of the product that a group stands by."""
    old, new = pair
    if old is None or new is None:
        return
    for field in DECISIVE_FIELDS:
        values = [old.values.get(field), new.values.get(field)]
        is_stated = field in old.values and field in new.values
        if is_stated and values[0] != values[1]:
            cause = empty_cause("cell", "not-tried")
            cause["field"] = field
            cause["old"] = _value(old.values, field)
            cause["new"] = _value(new.values, field)
            yield cause


def _value(group: Mapping[str, Any], field: str) -> ComparedValueShape:
    source = group["source"]
    value = group[field]
    words = None if value is None else str(value)
    other_file = source["other_files"].get(field)
    if other_file:
        other_place: Any = {**other_file, "value": words}
        value_of_list: ComparedValueShape = other_place
        return value_of_list
    return {
        "file": source["file"],
        "sheet": source["sheet"],
        "cell": source["cells"].get(field),
        "value": words,
    }


def _causes_of(
    differences: Sequence[DifferenceShape],
    *,
    is_unlike_inputs: bool,
) -> list[CauseShape]:
    """What the receipts differ in, as causes: of one alone it is sure that it is the cause."""
    told = [each for each in differences if each["kind"] in _KINDS]
    told += [each for each in differences if each["name"] == "take"]
    proof: Proof = "alone" if len(told) == 1 and not is_unlike_inputs else "not-tried"
    causes = [_cause_of(difference, proof) for difference in told]
    if is_unlike_inputs:
        causes.append(empty_cause("by_hand", proof))
    return causes


def _cause_of(difference: DifferenceShape, proof: Proof) -> CauseShape:
    kind = "take" if difference["kind"] == "option" else difference["kind"]
    cause = empty_cause(kind, proof)
    cause["part"] = difference["name"]
    cause["old"] = value_at(NOWHERE, difference["old"])
    cause["new"] = value_at(NOWHERE, difference["new"])
    return cause
