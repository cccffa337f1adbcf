"""The sentences of a shortfall: whom to ask, levers, who is nearly in, what was sent.

Says that the letter decides. Refuses telephone numbers unless contacts are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.gap.yes_answers import helpful_answer
from kbo_screen.results.cell_places import place_in_run
from kbo_screen.results.rows import plain
from kbo_screen.results.sentences import question_line, question_words
from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import CheckedDistrict, Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.gap.levers import Lever, Variant
    from kbo_screen.gap.whom_to_ask import Ask
    from kbo_screen.registry.question import Question
    from kbo_screen.results.shortfall_result import Shortfall


def sent_of(checked: Validation, district: CheckedDistrict) -> dict[str, Any]:
    """Groups named and accepted, and what is short after that."""
    file = None if district.file is None else checked.files[district.file]
    return {
        "submitted": 0 if file is None else len(file.submission.rows),
        "accepted": district.accepted,
        "on_time": district.on_time,
        "short_after": district.shortfall,
    }


def sent_words(checked: Validation, district: CheckedDistrict, lang: str) -> str:
    """What became of the list that a district sent."""
    if district.file is None:
        return text("validate.on_time.not_sent", lang)
    return text(f"validate.short.{checked.files[district.file].status}", lang)


def group_of(run: Run, asked: Question) -> int:
    """The group that a question is about."""
    return int(run.screening.products["group"].to_numpy()[asked.product])


def preference_words(run: Run, asked: Question) -> str:
    """What to ask about the preference, with what stands in its cell, its clause and place; of a doubt both names."""
    if asked.doubt:
        return question_line(run, asked)
    preference = run.letter.preference
    words = question_words(run, asked)
    where = place_in_run(run, asked.place)
    line = "shortfall.preference_line_at" if where else "shortfall.preference_line"
    return text(
        line,
        run.lang,
        question=words,
        clause=preference.clause if preference else "",
        cell=where,
    )


def preference_line(found: Shortfall, asked: Question) -> str:
    """The group to ask about the preference, and the question."""
    return _asking_line(
        found,
        group_of(found.run, asked),
        asked.product,
        preference_words(found.run, asked),
    )


def to_name_line(run: Run, group: int) -> str:
    """A group that a district may name at once."""
    row: Any = run.screening.groups.loc[group]
    return text(
        "shortfall.to_name_line", run.lang, group=row["group_name"], rank=row["rank"]
    )


def boundary_line(run: Run, edge: Any) -> str:
    """A group that is in, or out, by one unit."""
    condition = run.letter.condition(edge.condition)
    place = run.registry.place(edge.product, condition.field)
    return text(
        f"shortfall.boundary_{'listed' if edge.listed else 'missed'}",
        run.lang,
        group=run.screening.groups["group_name"].loc[edge.group],
        what=text(f"words.field.{condition.field}", run.lang),
        value=plain(edge.value),
        clause=condition.clause,
        cell=place_in_run(run, place) or "-",
    )


def ask_line(found: Shortfall, ask: Ask) -> str:
    """One group to ask: its questions, and its telephone where contacts are asked for."""
    words = "; ".join(_question_with_help(found.run, asked) for asked in ask.questions)
    return _asking_line(
        found, ask.group, found.run.screening.groups["product"].loc[ask.group], words
    )


def _question_with_help(run: Run, asked: Question) -> str:
    """A question, and where only a no brings the group nearer, that."""
    helps_by_no = helpful_answer(asked, run.letter) == "no"
    return question_line(run, asked) + (
        text("shortfall.helps_by_no", run.lang) if helps_by_no else ""
    )


def _asking_line(found: Shortfall, group: int, product: Any, questions: str) -> str:
    row: Any = found.run.screening.groups.loc[group]
    phone, lang = phone_of(found, product), found.run.lang
    contact = text("shortfall.phone", lang, phone=phone) if phone else ""
    return (
        text(
            "shortfall.ask_line",
            lang,
            group=row["group_name"],
            rank=row["rank"],
            questions=questions,
        )
        + contact
    )


def phone_of(found: Shortfall, product: Any) -> str | None:
    """A product's telephone number, where contacts are asked for."""
    if not found.with_contacts:
        return None
    phone = plain(found.run.registry.products["phone"].iat[int(product)])
    return str(phone) if phone else None


def lever_line(run: Run, lever: Lever, row: Any) -> str:
    """What a changed condition would bring a district: who comes in, who goes out, or how sure they are."""
    lang, condition = run.lang, run.letter.condition(lever.variant.condition)
    status = text(f"words.status.{row['status']}", lang)
    is_asked = lever.variant.condition in run.screening.is_true
    if (
        is_asked
        and lever.variant.change == "drop"
        and row["entering"]
        and not row["leaving"]
    ):
        what = text(f"shortfall.alone.{condition.field}", lang)
        fields = {
            "enters": int(row["entering"]),
            "what": what,
            "clause": condition.clause,
            "status": status,
        }
        return text("shortfall.lever_alone", lang, **fields)
    return text("shortfall.lever_line", lang, status=status, clause=condition.clause,
                change=change_words(run, lever.variant), effect=_effect(row, lang))  # fmt: skip


def lever_total_line(run: Run, lever: Lever) -> str:
    """What a changed condition would bring all districts together."""
    condition = run.letter.condition(lever.variant.condition)
    sums = lever_sums(lever)
    fields = {name: f"{sums[name]:,}" for name in ("met", "confirm", "short")}
    return text("shortfall.lever_total", run.lang, change=change_words(run, lever.variant), clause=condition.clause,
                effect=_effect(sums, run.lang), **fields)  # fmt: skip


def lever_sums(lever: Lever) -> dict[str, int]:
    """A lever over all districts: groups in and out, counts, and districts of each status."""
    sums = {
        name: int(lever.districts[name].sum())
        for name in ("entering", "leaving", *_LEVER_COUNTS)
    }
    return sums | {
        name: int((lever.districts["status"] == name).sum()) for name in STATUSES
    }


_LEVER_COUNTS: Final = ("certain", "possible", "shortfall")


def change_words(run: Run, variant: Variant) -> str:
    """One step away from the letter, by the field of its condition."""
    field = run.letter.condition(variant.condition).field
    kind = "drop" if variant.value is None else "range"
    return text(f"shortfall.lever.{kind}.{field}", run.lang, value=variant.value)


def _effect(row: Any, lang: str) -> str:
    enters, leaves = int(row["entering"]), int(row["leaving"])
    kind = (
        "both"
        if enters and leaves
        else "enters"
        if enters
        else "leaves"
        if leaves
        else "certainty"
    )
    fields = {
        "certain": f"{int(row['certain']):,}",
        "possible": f"{int(row['possible']):,}",
    }
    return text(
        f"shortfall.lever.effect.{kind}",
        lang,
        enters=f"{enters:,}",
        leaves=f"{leaves:,}",
        **fields,
    )


def kept_out_line(run: Run, number: int, condition_id: str, count: int) -> str:
    """How many groups a condition alone keeps out, with the number that its column has."""
    condition = run.letter.condition(condition_id)
    what = text(f"shortfall.alone.{condition.field}", run.lang)
    fields = {
        "number": number,
        "count": f"{count:,}",
        "what": what,
        "clause": condition.clause,
    }
    return text("shortfall.kept_out_line", run.lang, **fields)


def nearly_line(run: Run, near: Any) -> str:
    """A group that is one condition away, with the condition and its cell."""
    condition = run.letter.condition(near.condition)
    place = run.registry.place(near.product, condition.field)
    fields = {
        "group": run.screening.groups.loc[near.group]["group_name"],
        "wording": condition.wording.to(run.lang),
        "clause": condition.clause,
        "cell": place_in_run(run, place) or "-",
    }
    return text("shortfall.nearly_line", run.lang, **fields)
