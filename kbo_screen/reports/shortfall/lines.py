"""The sentences of a shortfall: whom to ask, levers, who is nearly in, what was sent.

Says that the letter decides. Refuses telephone numbers unless contacts are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.reports.rows import plain
from kbo_screen.reports.sentences import question_line

if TYPE_CHECKING:
    from kbo_screen.reports.shortfall.found import Shortfall
    from kbo_screen.screening.questions import Question
    from kbo_screen.screening.run import Run
    from kbo_screen.screening.shortfall import Ask, Lever
    from kbo_screen.screening.submissions.validation import CheckedDistrict, Validation


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
    """What to ask about the preference, with its clause and cell."""
    preference = run.letter.preference
    wording, clause = (preference.wording.to(run.lang), preference.clause) if preference else ("", "")
    return text("shortfall.preference_line", run.lang, wording=wording, clause=clause, cell=asked.place.cell or "-")


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
        cell=" ".join(part for part in (place.sheet, place.cell) if part) or "-",
    )


def ask_line(found: Shortfall, ask: Ask) -> str:
    """One group to ask: its questions, and its telephone where contacts are asked for."""
    run, lang = found.run, found.run.lang
    group: Any = run.screening.groups.loc[ask.group]
    words = "; ".join(question_line(run, asked) for asked in ask.questions)
    phone = phone_of(found, group["product"])
    contact = text("shortfall.phone", lang, phone=phone) if phone else ""
    return text("shortfall.ask_line", lang, group=group["group_name"], rank=group["rank"], questions=words) + contact


def phone_of(found: Shortfall, product: Any) -> str | None:
    """A product's telephone number, where contacts are asked for."""
    if not found.with_contacts:
        return None
    phone = plain(found.run.registry.products["phone"].iat[int(product)])
    return str(phone) if phone else None


def lever_line(run: Run, lever: Lever, row: Any) -> str:
    """What a changed condition would bring a district."""
    condition = run.letter.condition(lever.variant.condition)
    fields = {
        "count": int(row["entering"]),
        "wording": condition.wording.to(run.lang),
        "clause": condition.clause,
        "value": lever.variant.value,
        "status": text(f"words.status.{row['status']}", run.lang),
    }
    return text(f"shortfall.lever.{lever.variant.change}", run.lang, **fields)


def nearly_line(run: Run, near: Any) -> str:
    """A group that is one condition away, with the condition and its cell."""
    condition = run.letter.condition(near.condition)
    place = run.registry.place(near.product, condition.field)
    fields = {
        "group": run.screening.groups.loc[near.group]["group_name"],
        "wording": condition.wording.to(run.lang),
        "clause": condition.clause,
        "cell": " ".join(part for part in (place.sheet, place.cell) if part) or "-",
    }
    return text("shortfall.nearly_line", run.lang, **fields)
