"""The letter as it might have been: which parts of it a path can name, and the letter with these parts changed."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kbo_screen.findings import UsageError, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.letters.condition_kinds import limits_of
from kbo_screen.letters.model import Quota
from kbo_screen.letters.other_sides import other_letters
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from kbo_screen.findings import Finding
    from kbo_screen.letters.model import Letter
    from kbo_screen.letters.other_sides import ReadingSide

#: What switches a condition or the preference off.
OFF = "off"
QUOTA = "quota"
QUOTA_OF_PROVINCE = "province-quota"
PREFERENCE = "preference"
#: What a side of a reading is called among variants: "reading=star-year".
READING = "reading"


def variant_paths(letter: Letter) -> list[str]:
    """Every path that a variant of this letter can name."""
    paths = [QUOTA]
    if letter.quota.per_province is not None:
        paths.append(QUOTA_OF_PROVINCE)
    if letter.preference:
        paths.append(PREFERENCE)
    for condition in letter.conditions:
        paths.append(condition.id)
        paths += [f"{condition.id}.{part}" for part in condition.changeable]
    return paths


def vary_letter(letter: Letter, variant: str) -> Letter:
    """The letter under a variant: "quota=5", "star-in-range.max=4 quota=4", "quadrant-d=off".

    The steps of a variant are one change: their order does not count. Raises UsageError for a variant without a step,
    a path that the letter does not have or that stands twice, and a value that does not fit.
    """
    steps_by_owner: dict[str, dict[str, str]] = {}
    for path, value in _steps(letter, variant).items():
        owner = path.partition(".")[0]
        steps_by_owner.setdefault(owner, {})[path] = value
    for owner, steps in steps_by_owner.items():
        try:
            letter = _change(letter, owner, steps)
        except (ValidationError, ValueError):
            raise UsageError(_bad_variant(letter, steps)) from None
    return letter


def sides_of_reading(letter: Letter, reading_id: str) -> list[ReadingSide]:
    """The letter under every other side of a reading. Raises UsageError for one that it lacks, or that sets nothing."""
    sides = lists_by_key((side.reading.id, side) for side in other_letters(letter))
    if reading_id in sides:
        return sides[reading_id]
    raise UsageError.of(
        "usage.unknown-reading",
        value=reading_id,
        suggestion=_nearest(reading_id, sides),
    )


def _nearest(word: str, words: Iterable[str]) -> str:
    """The words that come nearest to one, with commas; empty where none is near."""
    return ", ".join(get_close_matches(word, words, n=3, cutoff=0.3))


def _bad_variant(letter: Letter, steps: dict[str, str]) -> Finding:
    words = " ".join(f"{path}={value}" for path, value in steps.items())
    return make_finding(
        "usage.bad-variant", value=words, allowed=_allowed(letter, steps)
    )


def _steps(letter: Letter, variant: str) -> dict[str, str]:
    """The value of every path that a variant names."""
    paths = variant_paths(letter)
    steps: dict[str, str] = {}
    for step in variant.split():
        path, _, value = step.partition("=")
        if path not in paths:
            raise UsageError(_unknown_path(path, paths))
        if path in steps:
            raise UsageError.of(
                "usage.path-twice",
                value=variant,
                path=path,
            )
        steps[path] = value
    if not steps:
        raise UsageError.of("usage.no-variant")
    return steps


def _unknown_path(path: str, paths: Sequence[str]) -> Finding:
    suggestion = _nearest(path, paths) or ", ".join(paths)
    return make_finding("usage.unknown-path", value=path, suggestion=suggestion)


def _change(
    letter: Letter,
    owner: str,
    steps: dict[str, str],
) -> Letter:
    """The parts of one owner set together; ValueError or ValidationError where a value does not fit."""
    if owner == QUOTA:
        return _with_quota(letter, "groups_per_district", int(steps[QUOTA]))
    if owner == QUOTA_OF_PROVINCE:
        return _with_quota(letter, "per_province", int(steps[QUOTA_OF_PROVINCE]))
    if owner not in steps:
        return _with_parts(letter, owner, steps)
    if steps[owner] != OFF:
        raise ValueError(steps[owner])
    if owner == PREFERENCE:
        return letter.model_copy(update={"preference": None})
    return _without(letter, owner)


def _with_quota(
    letter: Letter,
    field: str,
    count: int,
) -> Letter:
    quota = Quota.model_validate(letter.quota.model_dump() | {field: count})
    return letter.model_copy(update={"quota": quota})


def _with_parts(
    letter: Letter,
    condition_id: str,
    steps: dict[str, str],
) -> Letter:
    """A condition with other values or another range."""
    words_of_parts = {path.partition(".")[2]: words for path, words in steps.items()}
    condition = letter.condition(condition_id)
    return letter.with_condition(condition.changed(words_of_parts))


def _without(letter: Letter, condition_id: str) -> Letter:
    """No tier asks the condition; a tier that would ask nothing is left out."""
    tiers = []
    for tier in letter.tiers:
        tiers += tier.without(condition_id)
    if not tiers:
        raise ValueError(condition_id)
    return letter.model_copy(update={"tiers": tuple(tiers)})


def _allowed(letter: Letter, paths: Iterable[str]) -> dict[str, str]:
    """By language, what the paths take: a range, the values of a field, or only "off"."""
    allowed = {}
    for lang in LANGUAGES:
        allowed[lang] = ", ".join(_words_for(letter, path, lang) for path in paths)
    return allowed


def _words_for(
    letter: Letter,
    path: str,
    lang: str,
) -> str:
    """What one path takes."""
    owner, _, part = path.partition(".")
    if path in (QUOTA, QUOTA_OF_PROVINCE):
        field = "groups_per_district" if path == QUOTA else "per_province"
        least, most = limits_of(Quota, field)
        return text(
            "whatif.allowed.count",
            lang,
            path=path,
            least=least,
            most=most,
        )
    if not part:
        return f"{path}={OFF}"
    return letter.condition(owner).allowed_words(part, lang)


def read_by(letter: Letter) -> Hashable:
    """What of a letter a registry is read by, its lists and answers applied: equal for two letters that read alike.

    The round of the stars, or that the latest count, the fiscal year, how names are matched, which readings are taken,
    and for answers the ids and fields of the conditions. (The field of a preference decides the order of a list, never
    who is on it.)
    """
    conditions = tuple((c.id, c.field, c.no_source) for c in letter.conditions)
    return (
        letter.star_year_be,
        letter.takes_latest_stars,
        letter.fiscal_year_be,
        letter.matching,
        letter.choices,
        *conditions,
    )


def in_scope_of(letter: Letter, changed: Letter) -> Letter:
    """The changed letter's rules for the first one's province and districts: what a registry is read with again."""
    scope = {"province": letter.province, "districts": letter.districts}
    return changed.model_copy(update=scope)
