"""The sheet of open questions, which a person fills in and gives back as answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Place
from kbo_screen.findings.catalogue import text
from kbo_screen.findings.finding import NOWHERE
from kbo_screen.registry.question import ANSWER_WORDS_SHEET, PREFERENCE
from kbo_screen.results.sheets.sheet import Sheet, WordList
from kbo_screen.results.sheets.sheet_parts import (
    labelled_columns,
    plain_note,
    title_block,
)
from kbo_screen.results.wording.cell_places import place_words
from kbo_screen.results.wording.given_answers import answered_before
from kbo_screen.results.wording.sentences import (
    line_question,
    question_places,
    question_words,
)

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.registry.question import Question
    from kbo_screen.registry.registry import OpenLine
    from kbo_screen.results.sheets.district_view import View
    from kbo_screen.results.sheets.sheet import Rows, SheetColumn

_WIDTHS: Final = {
    "district": 20,
    "group": 32,
    "product": 26,
    "question": 40,
    "cell": 18,
    "settles": 30,
    "answer": 18,
    "by": 18,
    "date": 14,
    "answer_reason": 22,
    "question_id": 20,
}
_TYPED: Final = ("answer", "by", "date", "answer_reason")


def questions_sheet(view: View) -> Sheet | None:
    """Every unknown of a listed group: what to ask, where it stands, room to answer. None where nothing is asked."""
    run, lang = view.run, view.lang
    rows = [*_question_rows(view), *_open_line_rows(view)]
    if not rows:
        return None
    how_to_answer = plain_note("workbook.how_to_answer", lang)
    title = text("workbook.title.to_confirm", lang)
    return Sheet(
        name=text("workbook.sheet.to_confirm", lang),
        title_block=[*title_block(run, title), how_to_answer],
        columns=_columns(lang),
        rows=rows,
    )


def _columns(lang: str) -> list[SheetColumn]:
    columns = labelled_columns("workbook.column", _WIDTHS, lang, typed=_TYPED)
    for name in _TYPED:
        position = list(_WIDTHS).index(name)
        word_list = _answer_words(lang) if name == "answer" else None
        columns[position] = columns[position]._replace(
            is_shaded=True,
            word_list=word_list,
        )
    return columns


def _answer_words(lang: str) -> WordList:
    """Yes and no: every question takes them, and most take the value itself too."""
    words = (
        text("workbook.answer_word.yes", lang),
        text("workbook.answer_word.no", lang),
    )
    return WordList(ANSWER_WORDS_SHEET, words, text("workbook.answer_free", lang))


def _question_rows(view: View) -> Rows:
    """A row per question about a product of a listed group."""
    run = view.run
    listed_groups = set(view.listed.index)
    groups = run.screening.products["group"].to_numpy()
    products = run.registry.products
    columns = [products[name] for name in ("district", "group_name", "product_name")]
    names = list(zip(*columns, strict=True))
    for question in (*run.questions, *run.preference_questions):
        if groups[question.product] not in listed_groups:
            continue
        yield [
            *names[question.product],
            question_words(run, question),
            _places_of(run, question),
            _settled_by(run, question),
            *answered_before(run, question.id),
            question.id,
        ]


def _places_of(run: Run, question: Question) -> str:
    """The cells that a question is about, with their file where values come from several."""
    needs_file = question.doubt or len(run.registry.own_files) > 1
    neighbour = NOWHERE if needs_file else Place(question.place.file)
    places = question_places(run, question)
    lines = [place_words(place, neighbour) for place in places]
    return "\n".join(lines) or "-"


def _settled_by(run: Run, question: Question) -> str:
    """What settles a question, in words."""
    if question.doubt:
        return text("workbook.settles.same", run.lang)
    if question.condition == PREFERENCE:
        return text("workbook.settles.preference", run.lang)
    kind = run.letter.condition(question.condition).kind
    return text(f"workbook.settles.{kind}", run.lang)


def _open_line_rows(view: View) -> Rows:
    """A row per line of a projects list that nobody has placed: which group it is."""
    run, lang = view.run, view.lang
    for line in run.registry.open_lines:
        if not _is_of_view(view, line):
            continue
        yield [
            _district_of(run, line),
            line.name,
            None,
            line_question(line, lang),
            run.registry.place_of_line(line).in_words,
            text("workbook.settles.line", lang),
            *answered_before(run, line.id),
            line.id,
        ]


def _is_of_view(view: View, line: OpenLine) -> bool:
    """A line of the view's districts; one that names none is asked of the province."""
    if line.district_ix is None:
        return len(view.districts) > 1
    return line.district_ix in view.districts.index


def _district_of(run: Run, line: OpenLine) -> str | None:
    if line.district_ix is None:
        return None
    return run.areas[line.district_ix].district
