"""What the readings of a letter decide in a run, in words."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.rows import each_row
from kbo_screen.results.wording.area_names import district_title
from kbo_screen.results.wording.province_quota import reading_province_lines
from kbo_screen.screening.screening import RESTS_ON, ROBUST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import LetterReading
    from kbo_screen.screening.screening import ReadingEffect

#: Stands behind a group that every reading proposes.
_MARK_OF_ROBUST: Final = "[*]"


#: Of more districts the bounds stand in the workbook alone.
DISTRICTS_ON_PAGE: Final = 40


def decided_lines(run: Run, reading: LetterReading) -> Iterator[str]:
    """How many groups the other sides of a reading decide in this run; nothing where that was not computed."""
    for effect in run.screening.readings or ():
        if effect.id == reading.id:
            yield decided_line(effect, run)


def decided_line(effect: ReadingEffect, run: Run) -> str:
    """What one side would do: to groups, and to the places of a province."""
    if not effect.changes_anything:
        return text("letter.decides.nothing", run.lang)
    decided = text(
        "letter.decides.groups",
        run.lang,
        groups=effect.decides,
        districts=effect.districts_changed,
        enters=effect.enters,
        leaves=effect.leaves,
        unproposed=len(effect.losing),
    )
    return " ".join([decided, *reading_province_lines(effect, run)])


def reading_lines(run: Run) -> list[str]:
    """Every side that changes something in this run: its question, the side, and what it decides; then all at once."""
    lines = []
    for effect in run.screening.readings or ():
        if effect.changes_anything:
            question = run.letter.reading(effect.id).question.to(run.lang)
            decided = decided_line(effect, run)
            lines.append(f"{effect.name}: {question} {decided}")
    if together := bounds_line(run):
        lines.append(together)
        lines += _lines_of_districts(run)
    return lines


def _lines_of_districts(run: Run) -> Iterator[str]:
    districts = run.screening.districts
    if len(districts) <= DISTRICTS_ON_PAGE:
        for name, words in bounds_of_districts(run, districts):
            yield f"{name}: {words}"


def bounds_line(run: Run) -> str | None:
    """How many groups are proposed whichever way the letter is read; None where that was not computed, or is plain."""
    bounds = run.screening.reading_bounds
    if bounds is None or not bounds.sides:
        return None
    figures = {
        "sides": len(bounds.sides),
        "ways": bounds.ways,
        "in_all": len(bounds.in_all),
        "proposed": int(bounds.districts["proposed"].sum()),
        "groups": _range(bounds.least, bounds.most),
    }
    if bounds.singly is None:
        return text("letter.bounds.together", run.lang, **figures)
    why = text(f"letter.bounds.{bounds.singly}", run.lang)
    return text("letter.bounds.singly", run.lang, why=why, **figures)


def bounds_of_districts(
    run: Run,
    districts: pd.DataFrame,
) -> Iterator[tuple[str, str]]:
    """Per district that rests on readings its name, and how many groups it proposes whichever way these are taken.

    districts: as `Screening.districts`.
    """
    bounds = run.screening.reading_bounds
    if bounds is None:
        return
    rows = zip(
        each_row(districts),
        each_row(bounds.districts.loc[districts.index]),
        strict=True,
    )
    for district, figures in rows:
        is_fixed = figures.least == figures.most == figures.in_all
        if is_fixed:
            continue
        words = text(
            "letter.bounds.district",
            run.lang,
            groups=_range(int(figures.least), int(figures.most)),
            in_all=int(figures.in_all),
        )
        name = district_title(str(district.district), str(district.province), run.lang)
        yield name, words


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}"


def gained_lines(run: Run, group: int) -> Iterator[str]:
    """Under which readings a group that is not proposed would be."""
    for effect in run.screening.readings or ():
        if group in effect.gaining:
            yield _with_question("explain.gained_by_reading", effect.name, run)


def closing_sides(run: Run, district_ix: int) -> list[str]:
    """The sides of readings under which a district that lacks groups would lack none."""
    lacks_groups = int(run.screening.districts["shortfall"].loc[district_ix]) > 0
    return [
        effect.name
        for effect in run.screening.readings or ()
        if lacks_groups and effect.counts.shortfall[district_ix] == 0
    ]


def closing_lines(run: Run, district_ix: int) -> list[str]:
    """Under which readings a district would lack nothing: a reading of the letter, no way out."""
    return [
        _with_question("shortfall.closed_by_reading", name, run)
        for name in closing_sides(run, district_ix)
    ]


def notes_of_data(notes: Iterable[str], run: Run) -> list[str]:
    """The notes on a group that are not about readings, in words."""
    return [note_words(note, run) for note in notes if not _is_about_readings(note)]


def reading_marks(notes: Iterable[str], run: Run) -> str:
    """The readings that a group rests on, each by its number in the letter: "[3][7]"; what they are says the key."""
    marks = [_mark(note, run) for note in notes if _is_about_readings(note)]
    return "".join(marks)


def key_of_readings(groups: pd.DataFrame, run: Run) -> list[str]:
    """A line for each mark of some groups. groups: rows of `Screening.groups`."""
    notes = set(chain.from_iterable(groups["notes"]))
    return [
        f"{_mark(note, run)} {note_words(note, run)}"
        for note in _notes_on_readings(run)
        if note in notes
    ]


def _notes_on_readings(run: Run) -> list[str]:
    """Every note that is about readings: that a group rests on none, then on each by its place in the letter."""
    ids = [reading.id for reading in run.letter.readings]
    return [ROBUST, *(f"{RESTS_ON}{reading_id}" for reading_id in ids)]


def _is_about_readings(note: str) -> bool:
    return note == ROBUST or note.startswith(RESTS_ON)


def _mark(note: str, run: Run) -> str:
    if note == ROBUST:
        return _MARK_OF_ROBUST
    return f"[{_notes_on_readings(run).index(note)}]"


def _with_question(text_id: str, side: str, run: Run) -> str:
    """A sentence about a side of a reading: its name, and the question that the reading answers."""
    reading = run.letter.reading(side)
    return text(text_id, run.lang, id=side, question=reading.question.to(run.lang))


def note_words(note: str, run: Run) -> str:
    """A note on a group; of one that rests on a reading, on which."""
    if not note.startswith(RESTS_ON):
        return text(f"words.note.{note}", run.lang)
    reading_id = note.removeprefix(RESTS_ON)
    return _with_question("words.rests_on_reading", reading_id, run)
