"""A district's shortlist in a few lines to paste into its chat: the groups proposed, the reserves, by when.

No representative and no telephone stands in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.chat.chat_line import deadline_line, quota_of_province
from kbo_screen.results.rank.rank_sentences import standing_words
from kbo_screen.results.rows import each_row
from kbo_screen.results.wording.area_names import district_title
from kbo_screen.results.wording.province_quota import unit_words
from kbo_screen.results.wording.sentences import effect_of, status_words
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.desk.run import Run

#: Reserves that are named.
_RESERVES: Final = 3


def district_lines(run: Run) -> str:
    """The text of every district of the run, an empty line between two."""
    return "\n\n".join(text_by_district(run).values())


def text_by_district(run: Run) -> dict[int, str]:
    """The text of every district by its position in the scope."""
    listed = each_row(run.screening.listed)
    groups = lists_by_key((group.district_ix, group) for group in listed)
    texts = {}
    for district in each_row(run.screening.districts):
        lines = _lines(run, district, groups.get(district.Index, ()))
        texts[district.Index] = "\n".join(lines)
    return texts


def _lines(
    run: Run,
    district: Any,
    groups: Sequence[Any],
) -> Iterator[str]:
    """What is proposed, what stands in reserve, what was not checked, by when to answer: five lines at most."""
    lang = run.lang
    yield _head(run, district)
    proposed = [group for group in groups if group.selected]
    if proposed:
        yield _named("proposed", proposed, len(proposed), run)
    elif groups or not district.required:
        yield text("terminal.none_proposed", lang)
    else:
        yield text("chat.district.no_proposed", lang)
    reserves = [group for group in groups if not group.selected]
    if reserves:
        yield _named("reserves", reserves[:_RESERVES], len(reserves), run)
    gaps = run.screening.not_evaluated
    if gaps:
        effects = text("sentences.also", run.lang).join(
            effect_of(run, gap) for gap in gaps
        )
        yield text("chat.stamp", lang, effect=effects)
    yield deadline_line(run)


def _head(run: Run, district: Any) -> str:
    """The district against its least; of a letter that sets districts none, the quota of the province."""
    where = district_title(district.district, district.province, run.lang)
    if not district.required:
        return quota_of_province(run, where)
    to_check = int(district.selected_to_check)
    return text(
        "chat.district.head",
        run.lang,
        district=where,
        quota=district.required,
        unit=unit_words(run),
        status=status_words(str(district.status), to_check, run.lang),
    )


def _named(
    name: str,
    groups: Sequence[Any],
    count: int,
    run: Run,
) -> str:
    """Groups by rank and name, as many as are given; count: how many there are."""
    names = ", ".join(_group(group, run) for group in groups)
    if len(groups) < count:
        names += " …"
    return text(
        f"chat.district.{name}",
        run.lang,
        count=count,
        names=names,
    )


def _group(group: Any, run: Run) -> str:
    lang = run.lang
    is_certain = group.certainty == "certain"
    return text(
        "chat.district.group" if is_certain else "chat.district.waiting_group",
        lang,
        rank=group.rank,
        name=group.group_name,
        standing=standing_words(run, group),
        certainty=text(f"words.certainty.{group.certainty}", lang),
    )
