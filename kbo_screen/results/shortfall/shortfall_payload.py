"""The shortfall as JSON and as rows: telephone numbers only where contacts are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from kbo_screen.gap.whom_to_ask import GroupToAsk
from kbo_screen.gap.yes_answers import helpful_answer
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.results.rank.rank_payload import place_payload
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.schemas import (
    DistrictFactsShape,
    SubmissionShape,
    ToNameShape,
)
from kbo_screen.results.sheets.flat_table import FlatTable
from kbo_screen.results.shortfall.shortfall_sentences import (
    LEVER_COUNTS,
    group_of,
    lever_sums,
    missed_place,
    phone_of,
    preference_words,
    sent_of,
)
from kbo_screen.results.wording.province_quota import province_counts, province_quotas
from kbo_screen.results.wording.reading_sentences import closing_sides
from kbo_screen.results.wording.sentences import question_line
from kbo_screen.screening.screening import counts_by_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.levers import Lever
    from kbo_screen.registry.question import Question
    from kbo_screen.registry.registry import OpenLine
    from kbo_screen.results.schemas import (
        AskShape,
        BoundaryShape,
        LeverShape,
        LeverTotalShape,
        ListLineShape,
        NearShape,
        ShortfallDistrictShape,
        ShortfallPayload,
    )
    from kbo_screen.results.shortfall.shortfall_result import Shortfall

#: The facts of a district, in the order in which the JSON and the CSV of `shortfall` and `whatif` give them.
FACTS: Final = tuple(DistrictFactsShape.__annotations__)
#: What names a group of the list: columns of `Screening.groups`.
_NAMED_GROUP: Final = tuple(ToNameShape.__annotations__)
#: What a district sent, in the CSV where lists were given.
_SENT: Final = tuple(SubmissionShape.__annotations__)


def shortfall_payload(shortfall: Shortfall) -> ShortfallPayload:
    """The result as plain values."""
    run = shortfall.run
    districts = each_row(run.screening.districts)
    payload: ShortfallPayload = {
        "schema": "kbo-screen/shortfall/1",
        "receipt": run.receipt.model_dump(mode="json"),
        "districts": [_district(shortfall, row) for row in districts],
        "totals": _totals(run),
        "kept_out": _counts(shortfall.kept_out.sum()),
        "levers": [_lever_in_all(run, lever) for lever in shortfall.levers],
    }
    if run.screening.provinces is not None:
        payload["provinces"] = province_quotas(run)
    return payload


def _totals(run: Run) -> dict[str, int]:
    """Districts of each status, and sums over all districts."""
    districts = run.screening.districts
    sums = districts[["required", "to_confirm", "shortfall"]].sum()
    return counts_by_status(districts) | _counts(sums)


def _counts(series: Any) -> dict[str, int]:
    """Counts by their names, such as those of conditions."""
    return {str(name): int(count) for name, count in series.items()}


def _district(shortfall: Shortfall, district: Any) -> ShortfallDistrictShape:
    run, ix = shortfall.run, district.Index
    return {
        **district_facts(district),
        "kept_out": _counts(shortfall.kept_out.iloc[ix]),
        "levers": [_lever(*pair) for pair in shortfall.levers_of(ix)],
        "to_name": [_named_group(run, group) for group in shortfall.to_name_of(ix)],
        "ask": list(_asks(shortfall, district)),
        "nearly_in": [near_row(run, miss) for miss in shortfall.nearly_of(ix)],
        "boundary": [_boundary(run, edge) for edge in shortfall.boundary_of(ix)],
        "ask_preference": list(preference_rows(shortfall, ix)),
        "list_lines": _list_lines(run, ix),
        "submission": _submission(shortfall, ix),
        "closed_by_readings": _closed_by_readings(run, ix),
    }


def _closed_by_readings(run: Run, district_ix: int) -> list[str] | None:
    """The readings that would leave a district short of nothing; None where they were not computed."""
    if run.screening.readings is None:
        return None
    return closing_sides(run, district_ix)


def district_facts(district: Any) -> DistrictFactsShape:
    """What stands of a district (a row of `Screening.districts`) in several results."""
    facts = {name: plain(getattr(district, name)) for name in FACTS}
    return cast("DistrictFactsShape", facts)


def _lever(lever: Lever, effect: Any) -> LeverShape:
    counts = {name: int(effect[name]) for name in LEVER_COUNTS}
    shape = _variant(lever) | counts | {"status": effect["status"]}
    return cast("LeverShape", shape)


def _lever_in_all(run: Run, lever: Lever) -> LeverTotalShape:
    shape = cast("LeverTotalShape", _variant(lever) | lever_sums(lever))
    if lever.provinces is not None:
        names = run.provinces
        shape["provinces"] = province_counts(lever.provinces, names, run.letter)
    return shape


def _variant(lever: Lever) -> dict[str, Any]:
    """The change of the letter."""
    variant = lever.variant
    return {"condition": variant.condition, "variant": variant.path}


def _named_group(run: Run, group: int) -> ToNameShape:
    row = run.screening.groups.loc[group]
    facts = {name: plain(row[name]) for name in _NAMED_GROUP}
    return cast("ToNameShape", facts)


def _asks(shortfall: Shortfall, district: Any) -> Iterator[AskShape]:
    """The questions of every group to ask, each with the status once its group and those before it are confirmed."""
    for count, ask in enumerate(shortfall.asks_of(district.Index), start=1):
        status = shortfall.status_after(district, count)
        for row in asked_rows(shortfall, ask):
            yield {**row, "status_if_yes": status}


def preference_rows(shortfall: Shortfall, district_ix: int) -> Iterator[AskShape]:
    """The questions about the preference that would change who a district is proposed, a row each."""
    for question in shortfall.preference_of(district_ix):
        group = group_of(shortfall.run, question)
        yield from asked_rows(shortfall, GroupToAsk(group, (question,)))


def asked_rows(shortfall: Shortfall, ask: GroupToAsk) -> Iterator[AskShape]:
    """The questions of one group to ask, a row each."""
    run = shortfall.run
    group = _named_group(run, ask.group)
    for question in ask.questions:
        row: AskShape = {
            "id": question.id,
            "group_id": group["group_id"],
            "group_name": group["group_name"],
            "rank": group["rank"],
            "condition": question.condition,
            "question": _question_words(run, question),
            "helps": helpful_answer(question, run.letter),
            "not_sure": question.id in run.registry.not_sure,
            "file": question.place.file,
            "sheet": question.place.sheet,
            "cell": question.place.cell,
        }
        if shortfall.with_contacts:
            row["phone"] = phone_of(shortfall, question.product)
        yield row


def _question_words(run: Run, question: Question) -> str:
    if question.condition == PREFERENCE:
        return preference_words(run, question)
    return question_line(run, question)


def near_row(run: Run, miss: Any) -> NearShape:
    """A group one condition away, with the condition and its cell."""
    group = run.screening.groups.loc[miss.group]
    product_names = run.registry.products["product_name"]
    return {
        "group_id": plain(group["group_id"]),
        "group_name": str(group["group_name"]),
        "product_name": plain(product_names.iat[int(miss.product)]),
        "condition": miss.condition,
        "clause": run.letter.condition(miss.condition).clause,
        **place_payload(missed_place(run, miss)),
    }


def _boundary(run: Run, edge: Any) -> BoundaryShape:
    return {
        **near_row(run, edge),
        "value": plain(edge.value),
        "listed": bool(edge.listed),
    }


def _list_lines(run: Run, district_ix: int) -> list[ListLineShape]:
    """The lines of projects lists that nobody has placed, with the names of the registry that come nearest."""
    return [
        _list_line(run, line)
        for line in run.registry.open_lines
        if line.district_ix == district_ix
    ]


def _list_line(run: Run, line: OpenLine) -> ListLineShape:
    return {
        "id": line.id,
        "name": line.name,
        "candidates": list(line.candidates),
        **place_payload(run.registry.place_of_line(line)),
    }


def _submission(shortfall: Shortfall, district_ix: int) -> SubmissionShape | None:
    checked = shortfall.checked
    if checked is None:
        return None
    return sent_of(checked, checked.districts[district_ix])


def shortfall_table(shortfall: Shortfall) -> FlatTable:
    """One row per district; what it sent, where lists were given."""
    columns = FACTS + (_SENT if shortfall.checked else ())
    rows = []
    for district in each_row(shortfall.run.screening.districts):
        sent: Any = _submission(shortfall, district.Index) or {}
        rows.append([*district_facts(district).values(), *sent.values()])
    return FlatTable(columns, rows)
