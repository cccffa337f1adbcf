"""What a letter says as the program understands it: its parts under their titles, each item with lines of detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.letters.field_paths import field_value
from kbo_screen.vocabulary.dates import letter_date, thai_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.letters.model import (
        Example,
        FixedDate,
        Letter,
        LetterReading,
        Meeting,
    )
    from kbo_screen.letters.parts import Words

#: A first line, and lines of detail.
Item = list[str]


class LetterSection(NamedTuple):
    """A part of a letter: its title and its items."""

    title: str
    items: list[Item]


def letter_sections(letter: Letter, lang: str) -> Iterator[LetterSection]:
    """Every part of a letter."""
    parts = {
        "head": _head(letter, lang),
        "clauses": _clauses(letter, lang),
        "conditions": _conditions(letter, lang),
        "tiers": _tiers(letter, lang),
        "order": _order(letter, lang),
        "readings": _readings(letter, lang),
        "printed_errors": _printed_errors(letter, lang),
        "not_encoded": _not_encoded(letter, lang),
        "examples": _examples(letter, lang),
    }
    for name, items in parts.items():
        title = text(f"letter.title.{name}", lang)
        yield LetterSection(title, list(items))


def _head(letter: Letter, lang: str) -> Iterator[Item]:
    """Number and issuer, the districts it is about, the quota, and its dates."""
    number = f"{letter.number}  {letter_date(letter.date, lang)}"
    yield [number, letter.issuer.to(lang), letter.subject]
    yield [_received_line(letter, lang)]
    scope = text(
        "letter.scope",
        lang,
        province=letter.province,
        count=len(letter.districts),
    )
    yield [scope]
    districts = [f"{district.code} {district.name}" for district in letter.districts]
    yield [", ".join(districts)]
    yield [f"{letter.quota.wording.to(lang)} ({letter.quota.clause})"]
    if letter.most_per_district is not None:
        yield [text("letter.most", lang, count=letter.most_per_district)]
    quota = letter.quota
    if quota.per_province is not None:
        words = text(
            f"letter.per_province.{quota.unit}", lang, count=quota.per_province
        )
        yield [words]
    elif quota.unit != "groups":
        yield [text(f"letter.quota_unit.{quota.unit}", lang)]
    yield [_date_line("deadline", letter.deadline, lang)]
    if letter.meeting:
        yield [_date_line("meeting", letter.meeting, lang)]
        yield _report_at(letter.meeting, lang)
    else:
        yield [text("meeting.not_told", lang)]
    yield from _contact(letter, lang)


def _received_line(letter: Letter, lang: str) -> str:
    """The text of the order that the letter file is watched against."""
    if letter.text is None:
        return text("letter.not_watched", lang)
    return text(
        "letter.received",
        lang,
        file=letter.text.file,
        sha256=letter.text.sha256,
    )


def _date_line(
    name: str,
    date: FixedDate | Meeting,
    lang: str,
) -> str:
    """A date as printed, and as it is used."""
    return text(
        "letter.date",
        lang,
        what=text(f"letter.{name}", lang),
        printed=date.printed,
        used=thai_date(date.used, lang),
    )


def _report_at(meeting: Meeting, lang: str) -> Item:
    """When and where groups report at the meeting, and what for."""
    where = text(
        "letter.report_at",
        lang,
        time=meeting.time,
        place=meeting.place,
    )
    return [where, *filter(None, (meeting.purpose, meeting.bring))]


def labelled(text_id: str, words: Words, lang: str) -> str:
    """Words of a letter file under what they are, such as why a side was taken."""
    return text(text_id, lang, words=words.to(lang))


def _contact(letter: Letter, lang: str) -> Iterator[Item]:
    """Whom to ring."""
    contact = letter.contact
    if contact:
        words = text(
            "letter.contact",
            lang,
            office=contact.office,
            phone=contact.phone,
        )
        yield [words]


def _clauses(letter: Letter, lang: str) -> Iterator[Item]:
    for clause in letter.clauses:
        item = [f"{clause.id}  {clause.th}"]
        if lang == "en":
            item.append(clause.en)
        yield item


def _conditions(letter: Letter, lang: str) -> Iterator[Item]:
    for condition in letter.conditions:
        kind = text(f"letter.kind.{condition.kind}", lang)
        no_source = text(f"letter.no_source.{condition.no_source}", lang)
        yield [
            f"{condition.id}  ({condition.clause})  {condition.wording.to(lang)}",
            " | ".join((kind, no_source, *condition_words(condition, lang))),
        ]


def condition_words(condition: Condition, lang: str) -> Iterator[str]:
    """What a condition says beside its wording: of which products it is asked, what a blank says, which stars count."""
    if condition.is_of_group:
        yield text(f"letter.of.{condition.of}", lang)
    if condition.blank:
        yield text(f"letter.blank.{condition.blank}", lang)
    if condition.takes_any_round:
        yield text("letter.latest_stars", lang)


def _tiers(letter: Letter, lang: str) -> Iterator[Item]:
    for tier in letter.tiers:
        first = f"{tier.id}  ({tier.clause})  {tier.name.to(lang)}"
        needs = [_either_of(need, lang) for need in tier.needs]
        yield [first, " + ".join(needs)]


def need_words(
    letter: Letter,
    need: Sequence[str],
    lang: str,
) -> str:
    """What a tier needs, in the letter's words. need: ids of conditions of which one is enough."""
    wordings = [letter.condition(name).wording.to(lang) for name in need]
    return _either_of(wordings, lang)


def _either_of(words: Sequence[str], lang: str) -> str:
    """One thing as it stands, several as alternatives."""
    if len(words) == 1:
        return words[0]
    alternatives = text("letter.or", lang).join(words)
    return text("letter.any_of", lang, alternatives=alternatives)


def _order(letter: Letter, lang: str) -> Iterator[Item]:
    """The letter's preference, then the tie-breaks that are ours."""
    preference = letter.preference
    if preference:
        yield [f"({preference.clause})  {preference.wording.to(lang)}"]
    ours = text("letter.ours", lang)
    for tie in letter.tie_breaks:
        yield [f"{tie.wording.to(lang)}  [{ours}]"]


def _readings(letter: Letter, lang: str) -> Iterator[Item]:
    """The question, the side taken, the other one, why, and the field of the letter file that holds it."""
    for reading in letter.readings:
        item = [
            f"{reading.id}  ({reading.clause})  {reading.question.to(lang)}",
            labelled("letter.chosen", reading.chosen, lang),
            *other_side_lines(reading, lang),
            labelled("letter.why", reading.why, lang),
            text("letter.affects.words", lang, where=_where_felt(reading, lang)),
        ]
        field = reading.field
        if field is not None:
            value = _value_words(letter, field)
            item.append(
                text(
                    "letter.field",
                    lang,
                    field=field,
                    value=value,
                )
            )
        yield item


def other_side_lines(reading: LetterReading, lang: str) -> Iterator[str]:
    """The sides not taken, each with what the letter file would say under it."""
    for side in reading.other_sides:
        yield labelled("letter.other", side, lang)
        if side.set:
            settings = [_setting_words(path, value) for path, value in side.set.items()]
            yield text("letter.set", lang, settings="; ".join(settings))


def _setting_words(path: str, value: Any) -> str:
    """A field and its value; of a whole part its id alone, for its content stands in the file."""
    if isinstance(value, dict):
        return f"+ {path}"
    words = ", ".join(value) if isinstance(value, list) else str(value)
    return f"{path} = {words}"


def _where_felt(reading: LetterReading, lang: str) -> str:
    return ", ".join(text(f"letter.affects.{where}", lang) for where in reading.affects)


def _value_words(letter: Letter, field: str) -> str:
    value = field_value(letter, field)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _printed_errors(letter: Letter, lang: str) -> Iterator[Item]:
    for error in letter.printed_errors:
        used = labelled("letter.used", error.used, lang)
        yield [error.printed, error.fault.to(lang), used]


def _not_encoded(letter: Letter, lang: str) -> Iterator[Item]:
    for gap in letter.not_encoded:
        cited = f"({gap.clause})  " if gap.clause else ""
        why = labelled("letter.why", gap.why, lang)
        yield [f"{cited}{gap.what.to(lang)}", why]


def _examples(letter: Letter, lang: str) -> Iterator[Item]:
    """The worked examples, each with where its product stands."""
    for example in letter.examples:
        first = f"{example.id}  ({example.clause})  {example.words.to(lang)}"
        standing = _standing(letter, example, lang)
        if example.comes_first is not None:
            is_first = "yes" if example.comes_first else "no"
            standing += f" | {text(f'letter.comes_first.{is_first}', lang)}"
        yield [first, f"= {standing}"]


def _standing(letter: Letter, example: Example, lang: str) -> str:
    if example.tier == "none":
        return text("words.outcome.not_listed", lang)
    tier = letter.tier(example.tier)
    certainty = text(f"words.certainty.{example.certainty}", lang)
    return f"{tier.name.to(lang)} | {certainty}"
