"""What the comparison of letters says in words: which districts are short, what becomes of one, why a group moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.wording.sentences import field_words, status_words
from kbo_screen.screening.screening import counts_by_status

if TYPE_CHECKING:
    import pandas as pd

    from kbo_screen.results.schemas import MovedGroupShape, VariantDistrictShape

#: Names of short districts that fit into one line.
_SHORT_SHOWN: Final = 40


def short_line(short: list[str], lang: str) -> str:
    """Which districts are short, as many as fit."""
    if not short:
        return text("whatif.none_short", lang)
    names = ", ".join(short[:_SHORT_SHOWN])
    line = text(
        "whatif.short",
        lang,
        count=len(short),
        names=names,
    )
    if len(short) > _SHORT_SHOWN:
        line += text("whatif.more", lang, count=len(short) - _SHORT_SHOWN)
    return line


def changed_district_line(district: VariantDistrictShape, lang: str) -> str:
    """What becomes of one district (as `variant_payload` has it)."""
    status, status_now = district["status"], district["status_now"]
    kind = "same" if status == status_now else "changed"
    return text(
        f"whatif.district.{kind}",
        lang,
        district=district["district"],
        now=text(f"words.status.{status_now}", lang),
        then=status_words(status, district["selected_to_check"], lang),
        enters=len(district["enters"]),
        leaves=len(district["leaves"]),
    )


def move_line(
    group: MovedGroupShape,
    move: str,
    lang: str,
) -> str:
    """A group that enters or leaves, with the clause."""
    return text(
        f"whatif.{move}",
        lang,
        group=group["group_name"],
        why=why_words(group, move, lang),
    )


def why_words(group: MovedGroupShape, move: str, lang: str) -> str:
    """The clause that a group moves by."""
    kind = "condition" if group["condition"] else move
    return text(
        f"whatif.why.{kind}",
        lang,
        clause=group["clause"],
        what=field_words(group["field"], lang),
    )


def status_counts(districts: pd.DataFrame) -> list[str]:
    """How many districts are met, to confirm and short."""
    return [f"{count:,}" for count in counts_by_status(districts).values()]
