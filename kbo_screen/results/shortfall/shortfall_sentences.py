"""The sentences of a shortfall: whom to ask, levers, who is nearly in, what a district sent."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.gap.whom_to_ask import units_to_gain
from kbo_screen.gap.yes_answers import helpful_answer
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.validation.validation_sentences import (
    NOT_COUNTED,
    on_time_words,
    short_status,
    waits_for_list,
)
from kbo_screen.results.wording.area_names import district_among
from kbo_screen.results.wording.cell_places import place_in_run
from kbo_screen.results.wording.province_quota import (
    province_count_lines,
    province_counts,
    unit_words,
)
from kbo_screen.results.wording.reading_sentences import closing_lines
from kbo_screen.results.wording.sentences import (
    question_line,
    question_words,
    status_words,
)
from kbo_screen.screening.screening import STATUSES, counts_by_status
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import CheckedDistrict, Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Place
    from kbo_screen.gap.levers import Lever, Variant
    from kbo_screen.gap.whom_to_ask import GroupToAsk
    from kbo_screen.registry.question import Question
    from kbo_screen.results.schemas import SubmissionShape
    from kbo_screen.results.shortfall.shortfall_result import Shortfall

#: The counts of a district against its quota, in the order of `quota_counts`.
QUOTA_COLUMNS: Final = ("required", "certain", "to_confirm", "shortfall")
#: Names of districts in one sentence.
DISTRICTS_NAMED: Final = 8
#: What a lever counts in a district: columns of `Lever.districts`.
LEVER_COUNTS: Final = ("entering", "leaving", "certain", "possible", "shortfall")
#: The text of a lever's effect, by whether groups enter, and leave.
_EFFECTS: Final = {
    (True, True): "shortfall.lever.effect.both",
    (True, False): "shortfall.lever.effect.enters",
    (False, True): "shortfall.lever.effect.leaves",
    (False, False): "shortfall.lever.effect.certainty",
}


def district_status(district: Any, lang: str) -> str:
    """The status of a district (a row of `Screening.districts`), with what it waits for."""
    return status_words(
        str(district.status),
        int(district.selected_to_check),
        lang,
        int(district.lines_to_settle),
        required=int(district.required),
    )


def quota_counts(district: Any) -> list[int]:
    """The quota of a district, and the three counts that add up to it."""
    certain = district.certain_of_quota
    return [
        int(district.required),
        int(certain),
        int(district.to_confirm),
        int(district.shortfall),
    ]


def sent_of(checked: Validation, district: CheckedDistrict) -> SubmissionShape:
    """Groups named and accepted, and what is short after that."""
    file = checked.file_of(district)
    return {
        "submitted": len(file.submission.rows) if file else 0,
        "accepted": district.accepted,
        "on_time": district.on_time,
        "short_after": district.shortfall,
        "counted": district.counted,
    }


def sent_words(checked: Validation, district: CheckedDistrict) -> str:
    """What became of the list that a district sent."""
    file = checked.file_of(district)
    if file is None:
        return text("validate.on_time.not_sent", checked.lang)
    return short_status(file, checked.lang)


def list_waits(checked: Validation, district: CheckedDistrict) -> bool:
    """Groups without an error stand in a list of the district that is sent back."""
    return district.file is not None and waits_for_list(checked.files[district.file])


def sent_row(checked: Validation, district: CheckedDistrict) -> list[Any]:
    """What a district sent: its name, what became of its list, groups named, accepted and short, whether in time.

    The accepted groups of a list that is sent back are marked.
    """
    sent = sent_of(checked, district)
    accepted: Any = sent["accepted"]
    if list_waits(checked, district):
        accepted = f"{NOT_COUNTED}{accepted}"
    return [
        checked.area_of(district).district,
        sent_words(checked, district),
        sent["submitted"],
        accepted,
        sent["short_after"],
        on_time_words(district, checked.lang),
    ]


def group_of(run: Run, question: Question) -> int:
    """The group that a question is about."""
    return int(run.screening.products["group"].to_numpy()[question.product])


def preference_words(run: Run, question: Question) -> str:
    """What to ask about the preference, with what stands in its cell, its clause and place; of a doubt both names."""
    if question.doubt:
        return question_line(run, question)
    preference = run.letter.preference
    cell = place_in_run(run, question.place)
    line = "shortfall.preference_line_at" if cell else "shortfall.preference_line"
    return text(
        line,
        run.lang,
        question=question_words(run, question),
        clause=preference.clause if preference else "",
        cell=cell,
    )


def preference_line(shortfall: Shortfall, question: Question) -> str:
    """The group to ask about the preference, and the question."""
    run = shortfall.run
    group = group_of(run, question)
    words = preference_words(run, question)
    return _asking_line(
        shortfall,
        group,
        question.product,
        words,
    )


def to_name_line(run: Run, group: int) -> str:
    """A group that a district may name at once."""
    row = run.screening.groups.loc[group]
    return text(
        "shortfall.to_name_line",
        run.lang,
        group=row["group_name"],
        rank=row["rank"],
    )


def ask_line(shortfall: Shortfall, ask: GroupToAsk) -> str:
    """One group to ask: its questions, and its telephone where contacts are asked for."""
    run = shortfall.run
    product = run.screening.groups["product"].loc[ask.group]
    questions = [asked_words(run, question) for question in ask.questions]
    words = text("sentences.also", run.lang).join(questions)
    return _asking_line(
        shortfall,
        ask.group,
        product,
        words,
    )


def asked_words(run: Run, question: Question) -> str:
    """A question, and where only a no brings the group nearer, that."""
    line = question_line(run, question)
    if helpful_answer(question, run.letter) == "yes":
        return line
    return line + text("shortfall.helps_by_no", run.lang)


def _asking_line(
    shortfall: Shortfall,
    group: int,
    product: Any,
    questions: str,
) -> str:
    row = shortfall.run.screening.groups.loc[group]
    line = text(
        "shortfall.ask_line",
        shortfall.lang,
        group=row["group_name"],
        rank=row["rank"],
        questions=questions,
    )
    return line + phone_words(shortfall, product)


def phone_of(shortfall: Shortfall, product: Any) -> str | None:
    """A product's telephone number, where contacts are asked for."""
    if not shortfall.with_contacts:
        return None
    phone = plain(shortfall.run.registry.products["phone"].iat[product])
    return str(phone) if phone else None


def phone_words(shortfall: Shortfall, product: Any) -> str:
    """A product's telephone number behind its group, where contacts are asked for."""
    phone = phone_of(shortfall, product)
    return text("shortfall.phone", shortfall.lang, phone=phone) if phone else ""


def asking_words(shortfall: Shortfall, district: Any) -> list[str]:
    """The groups to ask and the status after every yes; that no question helps, where none does."""
    lines = ask_lines(shortfall, district.Index)
    status = shortfall.status_after(district, len(lines))
    if lines:
        return [*lines, if_yes_line(status, shortfall.lang)]
    if status == "met":
        return []
    return [text("shortfall.nothing_to_ask", shortfall.lang)]


def no_rows_lines(district: Any, lang: str) -> list[str]:
    """That the registry holds nothing of a district, where that is so: nobody is to be asked."""
    return [] if district.products else [text("terminal.no_rows", lang)]


def if_yes_line(status: str, lang: str) -> str:
    """The status of a district once every question is answered with yes."""
    return text("shortfall.if_yes", lang, status=text(f"words.status.{status}", lang))


def _drops_evaluated(run: Run, variant: Variant) -> bool:
    """A condition that was asked is left out."""
    return variant.change == "drop" and variant.condition in run.screening.is_true


def lever_line(
    run: Run,
    lever: Lever,
    effect: Any,
) -> str:
    """What a changed condition would bring a district: who comes in, who goes out, or how sure they are.

    effect: a row of `Lever.districts`.
    """
    lang = run.lang
    variant = lever.variant
    status = text(f"words.status.{effect['status']}", lang)
    only_enters = effect["entering"] and not effect["leaving"]
    if only_enters and _drops_evaluated(run, variant):
        return text(
            "shortfall.lever_alone",
            lang,
            enters=int(effect["entering"]),
            status=status,
            **_condition_parts(run, variant.condition),
        )
    return text(
        "shortfall.lever_line",
        lang,
        status=status,
        clause=run.letter.condition(variant.condition).clause,
        change=change_words(run, variant),
        effect=_effect_words(effect, lang),
    )


def lever_total_line(run: Run, lever: Lever) -> str:
    """What a changed condition would bring all districts together."""
    sums = lever_sums(lever)
    counts = {status: f"{sums[status]:,}" for status in STATUSES}
    has_least = run.letter.quota.least_per_district > 0
    line = text(
        "shortfall.lever_total" if has_least else "shortfall.lever_total_no_least",
        run.lang,
        change=change_words(run, lever.variant),
        clause=run.letter.condition(lever.variant.condition).clause,
        effect=_effect_words(sums, run.lang),
        **counts,
    )
    if lever.provinces is None:
        return line
    provinces = province_counts(lever.provinces, run.provinces, run.letter)
    return " | ".join([line, *province_count_lines(provinces, run.lang)])


def lever_sums(lever: Lever) -> dict[str, int]:
    """A lever over all districts: groups in and out, counts, and districts of each status."""
    districts = lever.districts
    sums = {name: int(districts[name].sum()) for name in LEVER_COUNTS}
    return sums | counts_by_status(districts)


def change_words(run: Run, variant: Variant) -> str:
    """One step away from the letter, by the field of its condition."""
    field = run.letter.condition(variant.condition).field
    kind = "drop" if variant.value is None else "range"
    return text(f"shortfall.lever.{kind}.{field}", run.lang, value=variant.value)


def _effect_words(effect: Any, lang: str) -> str:
    return text(
        _EFFECTS[bool(effect["entering"]), bool(effect["leaving"])],
        lang,
        enters=f"{int(effect['entering']):,}",
        leaves=f"{int(effect['leaving']):,}",
        certain=f"{int(effect['certain']):,}",
        possible=f"{int(effect['possible']):,}",
    )


def kept_out_line(
    run: Run,
    number: int,
    condition_id: str,
    count: int,
) -> str:
    """How many groups a condition alone keeps out, with the number that its column has."""
    return text(
        "shortfall.kept_out_line",
        run.lang,
        number=number,
        count=f"{count:,}",
        **_condition_parts(run, condition_id),
    )


def _condition_parts(run: Run, condition_id: str) -> dict[str, str]:
    """What sentences about a condition that keeps groups out are filled with."""
    condition = run.letter.condition(condition_id)
    what = text(f"shortfall.alone.{condition.field}", run.lang)
    return {"what": what, "clause": condition.clause}


def kept_out_lines(
    shortfall: Shortfall,
    district_ix: int,
    most: int | None = None,
) -> list[str]:
    """The groups of a district that one condition keeps out: a line per condition, each group with its cell.

    most: so many groups are named a line, and the others counted, which stand on a sheet of the workbook.
    """
    run = shortfall.run
    misses_by_condition = lists_by_key(
        (miss.condition, miss) for miss in shortfall.nearly_of(district_ix)
    )
    lines = []
    for name, misses in misses_by_condition.items():
        names = [
            name_and_cell(run, miss.group, missed_place(run, miss))
            for miss in misses[:most]
        ]
        if len(names) < len(misses):
            count = len(misses) - len(names)
            names.append(more_on_sheet(count, "nearly", run.lang))
        line = text(
            "shortfall.only_line",
            run.lang,
            count=len(misses),
            groups=", ".join(names),
            **_condition_parts(run, name),
        )
        lines.append(line)
    return lines


def more_on_sheet(
    count: int,
    sheet: str,
    lang: str,
) -> str:
    """How many more groups stand on a sheet of the workbook."""
    name = text(f"shortfall.sheet.{sheet}", lang)
    return text(
        "shortfall.more_on_sheet",
        lang,
        count=f"{count:,}",
        sheet=name,
    )


def missed_place(run: Run, miss: Any) -> Place:
    """The cell of the condition that a group is kept out by, or all but. miss: as `nearly_in`, `boundary_cases` say."""
    condition = run.letter.condition(miss.condition)
    return run.registry.place(miss.product, condition.field)


def name_and_cell(
    run: Run,
    group: int,
    place: Place,
) -> str:
    """What a group is called, and the cell that it is named for, where there is one."""
    name = run.screening.name_of(group)
    cell = place_in_run(run, place)
    return f"{name} ({cell})" if cell else name


def boundary_line(run: Run, edge: Any) -> str:
    """A group that is in, or out, by one unit."""
    condition = run.letter.condition(edge.condition)
    side = "listed" if edge.listed else "missed"
    return text(
        f"shortfall.boundary_{side}",
        run.lang,
        group=run.screening.name_of(edge.group),
        what=text(f"words.field.{condition.field}", run.lang),
        value=plain(edge.value),
        unit=text(f"shortfall.one_unit.{condition.field}", run.lang),
        clause=condition.clause,
        cell=place_in_run(run, missed_place(run, edge)) or "-",
    )


def cannot_close_lines(shortfall: Shortfall) -> list[str]:
    """The districts that stay short whatever the answers, those that lack most first, as the province is told."""
    run = shortfall.run
    gains = units_to_gain(run.screening)
    lines: list[tuple[int, str]] = []
    for district in shortfall.open_districts():
        asks = shortfall.asks_of(district.Index)
        if shortfall.status_after(district, len(asks)) != "short":
            continue
        why = ""
        if not district.products:
            no_rows = text("terminal.no_rows", run.lang)
            why = text("shortfall.because", run.lang, why=no_rows)
        asked_units = sum(gains[ask.group] for ask in asks)
        possible = shortfall.sure[district.Index] + asked_units
        line = text(
            "shortfall.cannot_close_line",
            run.lang,
            district=district_among(run, district),
            possible=possible,
            short=district.required - possible,
            unit=unit_words(run),
            why=why,
        )
        lines.append((possible - district.required, line))
    return [line for _, line in sorted(lines, key=itemgetter(0))]


def preference_count_line(shortfall: Shortfall) -> str:
    """How many questions about the preference there are, and in which districts; nothing where there is none."""
    run, preference = shortfall.run, shortfall.run.letter.preference
    names = [
        str(district.district)
        for district in each_row(run.screening.districts)
        if shortfall.preference_of(district.Index)
    ]
    if not names or preference is None:
        return ""
    ending = " …" if len(names) > DISTRICTS_NAMED else ""
    return text(
        "shortfall.preference_count",
        run.lang,
        what=text(f"words.field.{preference.field}", run.lang),
        count=f"{len(shortfall.preference):,}",
        names=", ".join(names[:DISTRICTS_NAMED]) + ending,
    )


def to_name_lines(shortfall: Shortfall, district_ix: int) -> list[str]:
    """The certain groups that the list of a district left out."""
    groups = shortfall.to_name_of(district_ix)
    return [to_name_line(shortfall.run, group) for group in groups]


def ask_lines(shortfall: Shortfall, district_ix: int) -> list[str]:
    """The groups to ask in a district."""
    asks = shortfall.asks_of(district_ix)
    return [ask_line(shortfall, ask) for ask in asks]


def preference_lines(shortfall: Shortfall, district_ix: int) -> list[str]:
    """The groups of a district to ask about the preference."""
    questions = shortfall.preference_of(district_ix)
    return [preference_line(shortfall, question) for question in questions]


def lever_lines(shortfall: Shortfall, district_ix: int) -> list[str]:
    """What a changed condition would bring a district, the strongest first."""
    levers = shortfall.levers_of(district_ix)
    lines = [lever_line(shortfall.run, *lever) for lever in levers]
    return lines + closing_lines(shortfall.run, district_ix)


def missed_lines(shortfall: Shortfall, district_ix: int) -> list[str]:
    """The groups of a district that are out by one unit."""
    edges = shortfall.missed_by_one(district_ix)
    return [boundary_line(shortfall.run, edge) for edge in edges]
