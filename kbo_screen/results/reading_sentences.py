"""What the readings of a letter decide in a run, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text
from kbo_screen.gap.readings import RESTS_ON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import LetterReading
    from kbo_screen.screening.screening import ReadingEffect


def decided_lines(run: Run, reading: LetterReading) -> Iterator[str]:
    """How many groups the other sides of a reading decide in this run; nothing where that was not computed."""
    for effect in run.screening.readings or ():
        if effect.id == reading.id:
            yield decided_line(effect, run.lang)


def decided_line(effect: ReadingEffect, lang: str) -> str:
    """What one side would do."""
    if not effect.districts_changed:
        return text("letter.decides.nothing", lang)
    return text(
        "letter.decides.groups",
        lang,
        groups=effect.decides,
        districts=effect.districts_changed,
        enters=effect.enters,
        leaves=effect.leaves,
        unproposed=len(effect.losing),
    )


def reading_lines(run: Run) -> list[str]:
    """Every side that changes something in this run: its question, the side, and what it decides."""
    readings = {reading.id: reading for reading in run.letter.readings}
    lines = []
    for effect in run.screening.readings or ():
        if effect.districts_changed:
            question = readings[effect.id].question.to(run.lang)
            decided = decided_line(effect, run.lang)
            lines.append(f"{effect.name}: {question} {decided}")
    return lines


def gained_lines(run: Run, group: int) -> Iterator[str]:
    """Under which readings a group that is not proposed would be."""
    readings = {reading.id: reading for reading in run.letter.readings}
    for effect in run.screening.readings or ():
        if group in effect.gaining:
            yield text(
                "explain.gained_by_reading",
                run.lang,
                id=effect.name,
                question=readings[effect.id].question.to(run.lang),
            )


def closing_sides(run: Run, district_ix: int) -> list[str]:
    """The sides of readings under which a district that lacks groups would lack none."""
    lacks_groups = int(run.screening.districts["shortfall"].loc[district_ix]) > 0
    return [
        effect.name
        for effect in run.screening.readings or ()
        if lacks_groups and int(effect.districts["shortfall"].loc[district_ix]) == 0
    ]


def closing_lines(run: Run, district_ix: int) -> list[str]:
    """Under which readings a district would lack nothing: a reading of the letter, no way out."""
    readings = {reading.id: reading for reading in run.letter.readings}
    return [
        text(
            "shortfall.closed_by_reading",
            run.lang,
            id=name,
            question=readings[name.partition("/")[0]].question.to(run.lang),
        )
        for name in closing_sides(run, district_ix)
    ]


def notes_in_short(notes: Iterable[str], run: Run) -> Iterator[str]:
    """The notes on a group; the readings that it rests on in one, by their questions: the sheet of rules names them."""
    questions = []
    for note in notes:
        if note.startswith(RESTS_ON):
            questions.append(_reading_of(note, run).question.to(run.lang))
        else:
            yield note_words(note, run)
    if questions:
        joined = " / ".join(questions)
        yield text("words.rests_on_readings", run.lang, questions=joined)


def _reading_of(note: str, run: Run) -> LetterReading:
    reading_id = note.removeprefix(RESTS_ON)
    return next(each for each in run.letter.readings if each.id == reading_id)


def note_words(note: str, run: Run) -> str:
    """A note on a group; of one that rests on a reading, on which."""
    if not note.startswith(RESTS_ON):
        return text(f"words.note.{note}", run.lang)
    reading = _reading_of(note, run)
    return text(
        "words.rests_on_reading",
        run.lang,
        id=reading.id,
        question=reading.question.to(run.lang),
    )
