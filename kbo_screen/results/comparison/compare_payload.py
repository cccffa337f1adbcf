"""Two editions compared, as JSON and as rows: the sums of every district, who moved, and why.

Screen, sheets and rows tell what stands here.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, cast

from kbo_screen.editions.moves import totals_of
from kbo_screen.results.comparison.cause_payload import cause_payload
from kbo_screen.results.comparison.moved_rows import place_of
from kbo_screen.results.comparison.stated_list import StatedList
from kbo_screen.results.schemas import ComparedTotalsShape
from kbo_screen.results.sheets.flat_table import FlatTable
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.desk.run import Receipt, Run
    from kbo_screen.editions.moves import GroupMove, GroupStanding
    from kbo_screen.results.comparison.two_editions import ComparedRuns
    from kbo_screen.results.schemas import (
        CauseShape,
        Certainty,
        ComparedDistrictShape,
        ComparedEditionShape,
        ComparedGroupShape,
        ComparedStandingShape,
        ComparePayload,
        DifferenceShape,
    )

#: The sums of a district, in the order of the JSON.
TOTALS: Final = tuple(ComparedTotalsShape.__annotations__)
#: Letters of a hash that tell two states of a letter apart.
_HASH_TOLD: Final = 12
#: Options beside files and the letter.
_OPTIONS_TOLD: Final = ("province", "district", "column", "take", "config")
_CSV_COLUMNS: Final = (
    "province", "district", "district_code", "move", "group_id", "group_name", "rank_old", "rank_new", "selected_old",
    "selected_new", "tier_old", "tier_new", "certainty_old", "certainty_new", "kind", "proof", "field", "condition",
    "clause", "part", "place_old", "value_old", "place_new", "value_new", "groups", "more_groups", "group_name_old",
)  # fmt: skip


def compare_payload(compared: ComparedRuns) -> ComparePayload:
    """The comparison as plain values."""
    moves = compared.comparison.moves
    return {
        "schema": "kbo-screen/compare/1",
        "old": _edition(compared.old, compared.old_result),
        "new": _edition(compared.new, compared.new_result),
        "differences": differences_of(compared.old.receipt, compared.new.receipt),
        "causes_tried": True,
        "totals": sums_of(moves),
        "districts": _districts(compared),
    }


def _edition(run: Run, result: StatedList | None) -> ComparedEditionShape:
    return stated_edition(result or StatedList(None, run.receipt, ()))


def stated_edition(stated: StatedList) -> ComparedEditionShape:
    """A side of a comparison of which it is known what it states."""
    return {
        "result": stated.file,
        "inputs_found": stated.inputs_found if stated.file else None,
        "letter_found": stated.letter_found,
        "receipt": stated.receipt.model_dump(mode="json"),
    }


def differences_of(old: Receipt, new: Receipt) -> list[DifferenceShape]:
    """In what two runs differ as wholes: the program, the letter, inputs by their hashes, options."""
    differences: list[DifferenceShape] = []
    if old.version != new.version:
        version = _difference(
            "version",
            "kbo-screen",
            old.version,
            new.version,
        )
        differences.append(version)
    if old.letter_sha256 != new.letter_sha256:
        names = _letter_names(old, new)
        differences.append(_difference("letter", "letter", *names))
    roles = dict.fromkeys(file.role for file in (*new.inputs, *old.inputs))
    for role in roles:
        differences += _differing_inputs(old, new, role)
    return differences + _differing_options(old, new)


def _letter_names(old: Receipt, new: Receipt) -> list[str]:
    """The ids of both letters; of two states of one letter with their hashes."""
    if old.letter_id != new.letter_id:
        return [old.letter_id, new.letter_id]
    return [
        f"{each.letter_id} (SHA-256 {each.letter_sha256[:_HASH_TOLD]})"
        for each in (old, new)
    ]


def _differing_inputs(
    old: Receipt,
    new: Receipt,
    role: str,
) -> Iterator[DifferenceShape]:
    """Files of a role that one side alone read, by their content; the first beside the first."""
    old_names = _files_without(
        old,
        new,
        role,
    )
    new_names = _files_without(
        new,
        old,
        role,
    )
    for names in zip_longest(old_names, new_names):
        yield _difference(
            "input",
            role,
            *names,
        )


def _files_without(
    receipt: Receipt,
    compared: Receipt,
    role: str,
) -> Iterator[str]:
    """The names of a role's files whose content the other receipt does not have."""
    hashes = {file.sha256 for file in compared.inputs}
    for file in receipt.inputs:
        if file.role == role and file.sha256 not in hashes:
            yield file.name


def _differing_options(old: Receipt, new: Receipt) -> list[DifferenceShape]:
    """Options that decide; which files and which letter were given is told of these."""
    differences = []
    for name in _OPTIONS_TOLD:
        values = [receipt.options.get(name) for receipt in (old, new)]
        if values[0] != values[1]:
            words = [None if value is None else str(value) for value in values]
            differences.append(_difference("option", name, *words))
    return differences


def _difference(
    kind: Any,
    name: str,
    old: str | None,
    new: str | None,
) -> DifferenceShape:
    return {"kind": kind, "name": name, "old": old, "new": new}


def sums_of(moves: Iterable[GroupMove]) -> ComparedTotalsShape:
    """The sums of some groups."""
    return cast("ComparedTotalsShape", totals_of(moves)._asdict())


def _districts(compared: ComparedRuns) -> list[ComparedDistrictShape]:
    """Every district of either edition, with its sums and who moved."""
    comparison = compared.comparison
    moves_by_district = lists_by_key(
        (comparison.district_of_group[move.group], move) for move in comparison.moves
    )
    old_statuses, new_statuses = _statuses(compared.old), _statuses(compared.new)
    districts: list[ComparedDistrictShape] = []
    for number, district in enumerate(comparison.districts.districts):
        moves = moves_by_district.get(number, [])
        key = (district.province, district.district)
        shape: ComparedDistrictShape = {
            "province": district.province,
            "district": district.district,
            "district_code": district.code,
            "status_old": old_statuses.get(key),
            "status_new": new_statuses.get(key),
            **sums_of(moves),
            "groups": _groups(moves, compared),
        }
        districts.append(shape)
    return districts


def _groups(
    moves: Iterable[GroupMove], compared: ComparedRuns
) -> list[ComparedGroupShape]:
    return [_group(move, compared) for move in moves if move.move != "same"]


def _statuses(run: Run) -> dict[tuple[str, str], Any]:
    districts = run.screening.districts.set_index(["province", "district"])
    statuses: dict[Any, Any] = districts["status"].to_dict()
    return statuses


def _group(move: GroupMove, compared: ComparedRuns) -> ComparedGroupShape:
    group_id, name = compared.names[move.group]
    return {
        "move": move.move,
        "group_id": group_id,
        "group_name": name,
        "group_name_old": compared.other_old_name(move.group),
        "old": standing_payload(move.old),
        "new": standing_payload(move.new),
        "causes": [cause_payload(cause, compared) for cause in move.causes],
    }


def standing_payload(standing: GroupStanding) -> ComparedStandingShape | None:
    """Where a group stands; None where it is not on the list."""
    if not standing.listed:
        return None
    tier, _, certainty = standing.state.partition("/")
    return {
        "rank": standing.rank,
        "selected": standing.selected,
        "tier": tier,
        "certainty": cast("Certainty", certainty),
    }


def compare_table(payload: ComparePayload) -> FlatTable:
    """One row per cause of a group that moved."""
    return FlatTable.of_rows(_CSV_COLUMNS, _rows(payload["districts"]))


def _rows(districts: Iterable[ComparedDistrictShape]) -> Iterator[dict[str, Any]]:
    for district in districts:
        for group in district["groups"]:
            for cause in group["causes"]:
                yield _flat_group(district, group) | _flat_cause(cause)


def _flat_group(
    district: ComparedDistrictShape,
    group: ComparedGroupShape,
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "province": district["province"],
        "district": district["district"],
        "district_code": district["district_code"],
        "move": group["move"],
        "group_id": group["group_id"],
        "group_name": group["group_name"],
        "group_name_old": group["group_name_old"],
    }
    for side, standing in (("old", group["old"]), ("new", group["new"])):
        for name, value in (standing or {}).items():
            values[f"{name}_{side}"] = value
    return values


def _flat_cause(cause: CauseShape) -> dict[str, Any]:
    values: dict[str, Any] = dict(cause)
    for side, entry in (("old", cause["old"]), ("new", cause["new"])):
        if entry:
            values[f"place_{side}"] = place_of(entry).in_words or None
            values[f"value_{side}"] = entry["value"]
    values["groups"] = "; ".join(cause["groups"]) or None
    return values


def is_changed(payload: ComparePayload) -> bool:
    """Some group stands otherwise."""
    return any(district["groups"] for district in payload["districts"])
