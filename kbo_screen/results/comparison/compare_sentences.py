"""What a comparison of two editions says in words: where a group stood and stands, and why it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kbo_screen.editions.letter_parts import CHOICE, CONDITION
from kbo_screen.findings import Place
from kbo_screen.findings.catalogue import text
from kbo_screen.findings.finding import NOWHERE
from kbo_screen.results.comparison.moved_rows import place_of
from kbo_screen.results.wording.cell_places import place_words
from kbo_screen.results.wording.sentences import field_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kbo_screen.results.schemas import (
        CauseShape,
        ComparedDistrictShape,
        ComparedEditionShape,
        ComparedGroupShape,
        ComparedStandingShape,
        ComparedValueShape,
        ComparePayload,
        DifferenceShape,
    )

#: Groups that are named as a cause; the others are counted.
_GROUPS_NAMED: Final = 3
#: Causes that can be those of all groups, for they concern no single one.
_KINDS_OF_ALL: Final = frozenset(
    {"letter", "reading", "take", "column", "version", "by_hand", "input"}
)
#: Causes told of one group; the others are counted.
_CAUSES_TOLD: Final = 4
_DASH: Final = "-"


def editions_line(payload: ComparePayload, lang: str) -> str:
    """Which two editions are compared, by the names of their files."""
    return text(
        "compare.editions",
        lang,
        old=_edition_words(payload["old"], lang),
        new=_edition_words(payload["new"], lang),
    )


def _edition_words(edition: ComparedEditionShape, lang: str) -> str:
    if edition["result"]:
        return text(
            "compare.edition.result",
            lang,
            file=edition["result"],
        )
    return ", ".join(file["name"] for file in edition["receipt"]["inputs"])


def has_several_provinces(payload: ComparePayload) -> bool:
    """Its districts do not say by their names alone which they are."""
    return len({district["province"] for district in payload["districts"]}) > 1


def district_label(district: ComparedDistrictShape, *, with_province: bool) -> str:
    """A district's name, with its province where there are several."""
    name = district["district"]
    return f"{name} ({district['province']})" if with_province else name


def proofs_line(payload: ComparePayload, lang: str) -> str:
    """How causes were found: tried, or read off the receipts of results whose inputs are not there."""
    editions = (payload["old"], payload["new"])
    has_other_letter = any(each["letter_found"] is False for each in editions)
    is_tried = payload["causes_tried"]
    if any(edition["inputs_found"] is False for edition in editions):
        text_id = "not_tried"
    elif has_other_letter:
        text_id = "letter_same" if is_tried else "letter_changed"
    else:
        text_id = "proofs" if is_tried else "by_hand"
    return text(f"compare.{text_id}", lang)


def difference_words(difference: DifferenceShape, lang: str) -> str:
    """In what the two editions differ as wholes."""
    name = difference["name"]
    if difference["kind"] == "input":
        name = text(f"compare.role.{name}", lang)
    return text(
        f"compare.difference.{difference['kind']}",
        lang,
        name=name,
        old=difference["old"] or _DASH,
        new=difference["new"] or _DASH,
    )


def group_line(group: ComparedGroupShape, lang: str) -> str:
    """What became of a group, by its name and ranks."""
    return text(
        "compare.line.group",
        lang,
        move=text(f"compare.move.{group['move']}", lang),
        group=name_words(group, lang),
        ranks=_ranks(group, lang),
    )


def name_words(group: ComparedGroupShape, lang: str) -> str:
    """What a group is called, and what it was called before where that is another name."""
    name, old_name = group["group_name"], group["group_name_old"]
    if old_name is None:
        return name
    return text(
        "compare.line.renamed",
        lang,
        old=old_name,
        new=name,
    )


def _ranks(group: ComparedGroupShape, lang: str) -> str:
    old, new = group["old"], group["new"]
    if old and new:
        return text(
            "compare.line.ranks",
            lang,
            old=old["rank"],
            new=new["rank"],
        )
    if old:
        return text(
            "compare.line.rank_old",
            lang,
            old=old["rank"],
        )
    rank = new["rank"] if new else _DASH
    return text(
        "compare.line.rank_new",
        lang,
        new=rank,
    )


def standing_in_words(standing: ComparedStandingShape | None, lang: str) -> str:
    """The rank, whether it is proposed, and how sure that is."""
    if standing is None:
        return text("compare.standing.none", lang)
    return text(
        "compare.standing.listed",
        lang,
        rank=standing["rank"],
        selected=text(
            f"words.selected.{'yes' if standing['selected'] else 'no'}", lang
        ),
        certainty=text(f"words.certainty.{standing['certainty']}", lang),
    )


class Homes(NamedTuple):
    """The one sheet of each edition's registry: there a cell is told alone; NOWHERE where there are several."""

    old: Place
    new: Place


def homes_of(payload: ComparePayload) -> Homes:
    """The sheets on which all cells of the registries stand that a comparison tells."""
    old, new = (_home(payload, side) for side in ("old", "new"))
    return Homes(old, new)


def _home(payload: ComparePayload, side: Literal["old", "new"]) -> Place:
    inputs = payload[side]["receipt"]["inputs"]
    files = {file["name"] for file in inputs if file["role"] == "registry"}
    sheets = set()
    for group in _moved_groups(payload):
        for cause in group["causes"]:
            value = cause[side]
            if value and value["file"] in files:
                sheets.add(Place(value["file"], value["sheet"]))
    return sheets.pop() if len(sheets) == 1 else NOWHERE


def causes_of_all(payload: ComparePayload) -> list[CauseShape]:
    """What several groups moved by, and all of them alike, such as another letter: it is told once."""
    groups = list(_moved_groups(payload))
    if len(groups) < 2:
        return []
    causes = [each for each in groups[0]["causes"] if each["kind"] in _KINDS_OF_ALL]
    return [
        cause for cause in causes if all(cause in group["causes"] for group in groups)
    ]


def lines_of_all(
    payload: ComparePayload,
    homes: Homes,
    lang: str,
) -> Iterator[str]:
    """A line for each cause of all groups."""
    for cause in causes_of_all(payload):
        words = cause_words(cause, homes, lang, is_only=True)
        yield text("compare.of_all", lang, why=words)


def _moved_groups(payload: ComparePayload) -> Iterator[ComparedGroupShape]:
    for district in payload["districts"]:
        yield from district["groups"]


def causes_in_words(
    group: ComparedGroupShape,
    homes: Homes,
    lang: str,
    of_all: Collection[CauseShape] = (),
) -> list[str]:
    """A line per cause of a group, the first of many; a cell that brought about several is told once.

    of_all: causes that are told elsewhere, for they are those of all groups.
    """
    causes: list[CauseShape] = []
    places = []
    for cause in group["causes"]:
        place = cause["kind"], cause["field"], cause["part"], cause["new"]
        if cause["new"] is None or place not in places:
            places.append(place)
            causes.append(cause)
    told_here = [cause for cause in causes if cause not in of_all]
    lines = [
        cause_words(
            cause,
            homes,
            lang,
            is_only=len(causes) == 1,
        )
        for cause in told_here[:_CAUSES_TOLD]
    ]
    if len(told_here) > _CAUSES_TOLD:
        lines[-1] += f" (+{len(told_here) - _CAUSES_TOLD})"
    return lines


def cause_words(
    cause: CauseShape,
    homes: Homes,
    lang: str,
    *,
    is_only: bool,
) -> str:
    """One cause, and how it was tried where it was not the plain way."""
    kind: str = cause["kind"]
    if kind == "others" and not is_only:
        kind = "others_too"
    fields = _cause_fields(
        cause,
        homes,
        lang,
    )
    words = text(
        f"compare.cause.{kind}",
        lang,
        **fields,
    )
    return words + text(f"compare.proof.{cause['proof']}", lang)


def _cause_fields(
    cause: CauseShape,
    homes: Homes,
    lang: str,
) -> dict[str, str]:
    """What the sentences of causes are filled with."""
    return {
        "what": field_words(cause["field"], lang),
        "clause": _clause(cause["clause"], lang),
        "old": _value_words(cause["old"], homes.old),
        "new": _value_words(cause["new"], homes.new),
        "part": _part_words(cause, lang),
        "groups": _groups(cause["groups"], cause["more_groups"]),
    }


def _clause(clause: str | None, lang: str) -> str:
    return text("compare.clause", lang, clause=clause) if clause else ""


def _value_words(value: ComparedValueShape | None, home: Place) -> str:
    """The place and what stands there."""
    if value is None:
        return _DASH
    place = place_of(value)
    where = place_words(place, home) if place.cell else ""
    quoted = f"“{value['value']}”" if value["value"] else ""
    return " ".join(filter(None, (where, quoted))) or _DASH


def _part_words(cause: CauseShape, lang: str) -> str:
    part = cause["part"] or ""
    if cause["kind"] == "input":
        return text(f"compare.role.{part}", lang)
    if cause["kind"] != "letter":
        return part
    if part.startswith(CONDITION):
        field = text(f"words.field.{cause['field']}", lang)
        return text(
            "compare.part.condition",
            lang,
            what=field,
        )
    if part.startswith(CHOICE):
        return text(
            "compare.part.choice",
            lang,
            name=part.removeprefix(CHOICE),
        )
    return text(f"compare.part.{part}", lang)


def _groups(names: Sequence[str], more_groups: int) -> str:
    first_names = ", ".join(names[:_GROUPS_NAMED])
    unnamed = len(names) + more_groups - _GROUPS_NAMED
    return f"{first_names} (+{unnamed})" if unnamed > 0 else first_names
