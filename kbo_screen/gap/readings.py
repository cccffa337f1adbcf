"""What another side of each reading would do in this run: who is proposed then, and what districts could name.

Every side is taken alone. The masks and groups of the run are used again; a side under which cells read otherwise is
handed the registry as it reads then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from kbo_screen.gap.levers import changed_mask, masks_of
from kbo_screen.registry.identity import name_keys, number_groups
from kbo_screen.screening.conditions import answer_conditions, is_without_source
from kbo_screen.screening.screen import decide
from kbo_screen.screening.screening import ReadingEffect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.letters.other_sides import ReadingSide
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.screen import Decision
    from kbo_screen.screening.screening import Screening

#: Notes on a proposed group, where the readings were computed.
ROBUST: Final = "under-every-reading"
RESTS_ON: Final = "rests-on:"
#: What is compared of a district beside its groups.
_COUNTS: Final = ("certain", "possible", "status")


@dataclass(frozen=True, eq=False)
class _Standings:
    """Per group, index its number: `key` that means the same in every run, `district_ix`, `listed`, `selected`."""

    groups: pd.DataFrame
    districts: pd.DataFrame


def effect_of_side(
    registry: Registry,
    screening: Screening,
    letter: Letter,
    side: ReadingSide,
    *,
    take: int | None = None,
    read_again: Registry | None = None,
) -> ReadingEffect:
    """What one side does to a screening under `letter`.

    read_again: the registry as it reads under the side, where it reads otherwise.
    """
    if read_again is None:
        decision = _decide_again(registry, screening, letter, side.letter, take)
    else:
        decision = _decide_anew(read_again, side.letter, take)
    has_same_numbers = read_again is None
    before = _standings(
        screening.groups, screening.districts, by_number=has_same_numbers
    )
    under_side = _standings(
        _with_district_codes(decision.groups, read_again or registry),
        decision.group_tiers.districts,
        by_number=has_same_numbers,
    )
    return _effect(side, before, under_side)


def no_effect(side: ReadingSide, screening: Screening) -> ReadingEffect:
    """A side under which everything stands as it does."""
    return ReadingEffect(
        id=side.reading.id,
        name=side.name,
        enters=0,
        leaves=0,
        decides=0,
        losing=frozenset(),
        gaining=frozenset(),
        districts=screening.districts.assign(is_changed=False),
    )


def _decide_again(
    registry: Registry,
    screening: Screening,
    letter: Letter,
    changed: Letter,
    take: int | None,
) -> Decision:
    """The masks of the run, those of changed conditions made anew."""
    group = screening.products["group"]
    masks = masks_of(screening)
    unchanged = {condition.id: condition for condition in letter.conditions}
    changed_masks = {}
    for condition in changed.conditions:
        if is_without_source(condition, registry.absent_fields):
            continue
        if unchanged.get(condition.id) == condition:
            changed_masks[condition.id] = masks[condition.id]
        else:
            changed_masks[condition.id] = changed_mask(
                registry, group, condition.id, changed
            )
    answers = pd.DataFrame(changed_masks, index=registry.products.index)
    products = registry.products.assign(group=group)
    return decide(products, answers, registry, changed, take=take)


def _decide_anew(
    registry: Registry,
    letter: Letter,
    take: int | None,
) -> Decision:
    numbers = number_groups(registry.products, letter.choices)
    products = registry.products.assign(group=numbers)
    answers = answer_conditions(products, registry, letter)
    return decide(products, answers, registry, letter, take=take)


def _with_district_codes(groups: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    codes = np.array([district.code for district in registry.scope.districts])
    return groups.assign(district_code=codes[groups["district_ix"].to_numpy()])


def _standings(
    groups: pd.DataFrame,
    districts: pd.DataFrame,
    *,
    by_number: bool,
) -> _Standings:
    """by_number: the numbers of the groups mean the same in both runs; else district and id, or name, are compared."""
    keys = groups.index.to_series()
    if not by_number:
        ids = groups["group_id"].astype(object)
        ids = ids.where(groups["group_id"].notna(), name_keys(groups["group_name"]))
        keys = groups["district_code"].astype(object) + "|" + ids.astype(str)
    frame = pd.DataFrame(
        {
            "key": keys,
            "district_ix": groups["district_ix"],
            "listed": groups["outcome"].eq("listed").to_numpy(),
            "selected": groups["selected"].astype(bool),
        },
        index=groups.index,
    )
    return _Standings(frame, districts)


def _effect(
    side: ReadingSide,
    before: _Standings,
    under_side: _Standings,
) -> ReadingEffect:
    entering = _only_in(under_side.groups, before.groups, "listed")
    leaving = _only_in(before.groups, under_side.groups, "listed")
    gaining = _only_in(under_side.groups, before.groups, "selected")
    losing = _only_in(before.groups, under_side.groups, "selected")
    moved = pd.concat([entering, leaving, gaining, losing])
    is_changed = np.isin(before.districts.index, moved["district_ix"])
    for name in _COUNTS:
        counts = under_side.districts[name].astype(object).to_numpy()
        is_changed |= before.districts[name].astype(object).to_numpy() != counts
    return ReadingEffect(
        id=side.reading.id,
        name=side.name,
        enters=len(entering),
        leaves=len(leaving),
        decides=int(moved["key"].nunique()),
        losing=frozenset(losing.index.tolist()),
        gaining=frozenset(_numbers_of(before.groups, gaining)),
        districts=under_side.districts.assign(is_changed=is_changed),
    )


def _only_in(
    groups: pd.DataFrame,
    compared: pd.DataFrame,
    flag: str,
) -> pd.DataFrame:
    """The flagged groups whose key is not flagged in the other run."""
    flagged_keys = compared.loc[compared[flag], "key"]
    return groups[groups[flag] & ~groups["key"].isin(flagged_keys)]


def _numbers_of(groups: pd.DataFrame, moved: pd.DataFrame) -> list[int]:
    numbers: list[int] = groups.index[groups["key"].isin(moved["key"])].tolist()
    return numbers


def with_effects(screening: Screening, effects: Sequence[ReadingEffect]) -> Screening:
    """The screening with what its readings decide, and a note on every proposed group: robust, or on what it rests."""
    groups = screening.groups
    rests_on = readings_by_group(effects)
    notes = []
    rows = zip(groups.index, groups["selected"], groups["notes"], strict=True)
    for group, is_selected, notes_of_group in rows:
        marks = _marks(rests_on.get(group, ())) if is_selected else []
        notes.append((*notes_of_group, *marks))
    with_notes = groups.assign(notes=pd.Series(notes, groups.index, dtype=object))
    return replace(screening, groups=with_notes, readings=tuple(effects))


def _marks(reading_ids: Sequence[str]) -> list[str]:
    """The notes on a proposed group: what it rests on, or that it rests on nothing."""
    return [f"{RESTS_ON}{reading_id}" for reading_id in reading_ids] or [ROBUST]


def readings_by_group(effects: Iterable[ReadingEffect]) -> dict[int, list[str]]:
    """The readings under another side of which a proposed group is proposed no more, by its number."""
    by_group: dict[int, list[str]] = {}
    for effect in effects:
        for group in effect.losing:
            reading_ids = by_group.setdefault(group, [])
            if effect.id not in reading_ids:
                reading_ids.append(effect.id)
    return by_group
