"""What of a result may be shown: no personal id, telephone number or titled name.

What was decided does not change: ids are matched, groups ranked and questions signed
before. The column of representatives is empty, and that of telephones too unless contacts
are asked for. Of names of groups and products `mask_name` says what stays. Names of files
stay: the user gave them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import filterfalse
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kbo_screen.desk.run import Run
from kbo_screen.findings.masking import (
    MASK,
    are_plain_codes,
    are_values,
    is_plain_code,
    mask_code,
    mask_ids,
    mask_name,
    mask_numbers,
    mask_people,
    words_with_people,
)
from kbo_screen.vocabulary.fields import PERSONAL_FIELDS, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.checking.check_result import ChangesSince, CheckedFile, Validation
    from kbo_screen.checking.check_selection import DistrictChoice
    from kbo_screen.desk.run import AnswerReceipt, Receipt
    from kbo_screen.findings import Finding, Place
    from kbo_screen.gap.variant_results import VariantResult
    from kbo_screen.registry.inspection import Inspection
    from kbo_screen.registry.question import Answer, Doubt, Question
    from kbo_screen.registry.registry import (
        OpenLine,
        Registry,
        TableSource,
        UnusableRow,
    )
    from kbo_screen.registry.submission import CellEntry, Submission, SubmittedRow
    from kbo_screen.screening.screening import Screening

#: How words are masked.
Mask = Callable[[str], str]
#: By the name of a column how its words are masked.
Masks = Mapping[str, Mask]
#: By the name of a column the words in it that are masked, and how.
MaskedWords = dict[str, dict[str, str]]
#: Where a cell stands: "E12".
_ADDRESS: Final = re.compile("[A-Z]{1,3}[0-9]{1,7}")
#: A SHA-256, in which nine digits may stand side by side; digits alone are numbers of people in a row.
_HASH: Final = re.compile("(?=[0-9]*[a-f])[0-9a-f]{64}")
#: How each mask of the table of fields hides people. A product's number may begin with 0 and is no telephone for that.
_MASKS: Final[Masks] = {
    "code": mask_code,
    "name": mask_name,
    "people": mask_people,
}
#: What is hidden in a column of texts; areas are the program's own names.
_PRODUCT_COLUMNS: Final[dict[str, Mask]] = {
    field.id: _MASKS[field.mask]
    for field in TABLE
    if field.kind in ("name", "id", "text")
}
_GROUP_COLUMNS: Final = {
    name: _PRODUCT_COLUMNS[name] for name in ("group_id", "group_name")
}
#: Who answered is named in workbooks: a decision that rests on an answer says whose it is.
_ANSWER_COLUMNS: Final[Masks] = {
    "words": mask_people,
    "by": mask_numbers,
    "date": mask_people,
    "reason": mask_people,
}
#: What is hidden in a row that a district sent, its representative's name and telephone apart: `--collect` tells them.
_ROW_CELLS: Final[Masks] = _PRODUCT_COLUMNS | dict.fromkeys(PERSONAL_FIELDS, mask_ids)


@dataclass(frozen=True, eq=False, kw_only=True)
class ShownRun(Run):
    """A run as reports show it. Its questions are those of the whole run, with the whole run's ids."""

    whole: Run

    @cached_property
    def questions(self) -> list[Question]:
        """The whole run's open questions, with people hidden."""
        return [shown_question(question) for question in self.whole.questions]

    @cached_property
    def preference_questions(self) -> list[Question]:
        """The whole run's questions about the preference, with people hidden."""
        return [
            shown_question(question) for question in self.whole.preference_questions
        ]


def shown_run(run: Run, *, with_contacts: bool = False) -> Run:
    """The run as every report shows it, telephone numbers where asked for; its questions are the whole run's."""
    registry, masked_words = _shown_registry(run.registry, with_contacts=with_contacts)
    groups = run.screening.groups
    return ShownRun(
        letter=run.letter,
        registry=registry,
        screening=replace(
            run.screening,
            groups=_with_masks(groups, masked_words, _GROUP_COLUMNS),
        ),
        findings=shown_findings(run.findings),
        receipt=_shown_receipt(run.receipt),
        lang=run.lang,
        whole=run.whole if isinstance(run, ShownRun) else run,
    )


def shown_check(checked: Validation) -> Validation:
    """The check of submissions as every report shows it."""
    return replace(
        checked,
        run=shown_run(checked.run),
        files=tuple(map(_shown_file, checked.files)),
        cross=shown_findings(checked.cross),
    )


def shown_outcome(outcome: VariantResult) -> VariantResult:
    """What a variant does, as every report shows it."""
    return replace(outcome, screening=_shown_screening(outcome.screening))


def shown_inspection(inspection: Inspection) -> Inspection:
    """What was recognised in a table; people are hidden in its headers too, for they may be a row of values."""
    values = {}
    for field, counts in inspection.values.items():  # noqa: PD011 - no frame
        values[field] = tuple(
            replace(count, text=mask_people(count.text)) for count in counts
        )
    unused_columns = [
        column
        for column in inspection.unused_columns
        if tuple(map(mask_people, column.path)) == column.path
    ]
    return replace(
        inspection,
        table=_shown_table(inspection.table),
        unused_columns=tuple(unused_columns),
        values=values,
        findings=shown_findings(inspection.findings),
    )


def shown_question(question: Question) -> Question:
    """A question that says nothing of a person; its id is that of the whole."""
    return question._replace(
        place=_shown_place(question.place),
        doubt=_shown_doubt(question.doubt),
    )


def _shown_line(line: OpenLine) -> OpenLine:
    """A line of a list that nobody has placed; its id is that of the whole."""
    return line._replace(
        name=mask_people(line.name),
        words=_without_people(line.words),
        candidates=tuple(map(mask_people, line.candidates)),
    )


def _without_people(words: str | None) -> str | None:
    """Words, if there are any, with people hidden."""
    return words and mask_people(words)


def _shown_answer(answer: Answer) -> Answer:
    """An answer that settled nothing, as it stands beside its question again."""
    return answer._replace(
        words=mask_people(answer.words),
        by=answer.by and mask_numbers(answer.by),
        date=_without_people(answer.date),
        reason=_without_people(answer.reason),
        place=_shown_place(answer.place),
    )


def shown_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with nobody's number in what they suggest; what they quote was masked when they were raised."""
    return tuple(map(shown_finding, findings))


def shown_finding(finding: Finding) -> Finding:
    """One of them."""
    suggestion = finding.suggestion and mask_name(finding.suggestion)
    place = _shown_place(finding.place)
    parts = {
        name: value
        for name, value in finding.fields.items()
        if isinstance(value, dict | list | tuple)
    }
    hidden = {name: _mask_all(value) for name, value in parts.items()}
    if (suggestion, place, hidden) == (finding.suggestion, finding.place, parts):
        return finding
    fields = finding.fields | hidden
    return replace(
        finding,
        suggestion=suggestion,
        place=place,
        fields=fields,
    )


def _mask_all(value: Any) -> Any:
    """Every text in a value made of lists and mappings, masked; a hash is no number of anybody."""
    if isinstance(value, str):
        return value if _HASH.fullmatch(value) else mask_name(value)
    if isinstance(value, dict):
        return {name: _mask_all(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_mask_all, value))
    return value


def _shown_place(place: Place) -> Place:
    """A place whose sheet is not called by a person; what stands for a cell may be the key of a config."""
    sheet, cell = _without_people(place.sheet), place.cell
    if cell and not _ADDRESS.fullmatch(cell):
        cell = _shown_key(cell)
    if (sheet, cell) == (place.sheet, place.cell):
        return place
    return place._replace(sheet=sheet, cell=cell)


def _shown_key(path: str) -> str:
    """The path of a key with nobody in it: a title counts behind the dot that joins two keys too.

    >>> _shown_key("columns.ผศ.หนึ่ง ใจดี")
    'columns.ผศ.***'
    """
    keys = path.split(".")
    for start in range(len(keys)):
        tail = ".".join(keys[start:])
        masked_tail = mask_people(tail)
        if masked_tail != tail:
            return ".".join([*keys[:start], masked_tail])
    return path


def _shown_doubt(doubt: Doubt | None) -> Doubt | None:
    if doubt is None:
        return None
    return doubt._replace(
        name=mask_people(doubt.name),
        place=_shown_place(doubt.place),
    )


def _shown_receipt(receipt: Receipt) -> Receipt:
    """A receipt whose options and answers quote nobody."""
    options = _mask_all(receipt.options)
    answers = tuple(map(_shown_answer_receipt, receipt.answers))
    return receipt.model_copy(update={"options": options, "answers": answers})


def _shown_answer_receipt(answer: AnswerReceipt) -> AnswerReceipt:
    masked = {
        "question": mask_people(answer.question),
        "group": mask_name(answer.group),
        "sheet": _without_people(answer.sheet),
    }
    return answer.model_copy(update=masked)


def shown_registry(registry: Registry, *, with_contacts: bool = False) -> Registry:
    """The registry with people hidden, telephone numbers too unless asked for."""
    return _shown_registry(registry, with_contacts=with_contacts)[0]


def _shown_registry(
    registry: Registry,
    *,
    with_contacts: bool,
) -> tuple[Registry, MaskedWords]:
    """The registry with people hidden, and the words of its products that are masked: its groups have no others."""
    products = _shown_contacts(registry.products, with_contacts=with_contacts)
    not_sure = {
        question_id: _shown_answer(answer)
        for question_id, answer in registry.not_sure.items()
    }
    masked_words = _masked_in(products, _PRODUCT_COLUMNS)
    shown = replace(
        registry,
        products=_with_masks(products, masked_words, masked_words),
        answers=_shown_answers(registry.answers),
        open_lines=tuple(map(_shown_line, registry.open_lines)),
        not_sure=not_sure,
        perhaps=_shown_frame(registry.perhaps, {"name": mask_people}),
        tables=tuple(map(_shown_table, registry.tables)),
        side_tables=tuple(map(_shown_table, registry.side_tables)),
        unusable=tuple(map(_shown_unusable, registry.unusable)),
        findings=shown_findings(registry.findings),
    )
    return shown, masked_words


def _shown_contacts(products: pd.DataFrame, *, with_contacts: bool) -> pd.DataFrame:
    """Products without representatives; with telephones where they are asked for."""
    products = products.assign(representative=None)
    if not with_contacts:
        return products.assign(phone=None)
    return _shown_frame(products, {"phone": mask_ids})


def _shown_answers(answers: pd.DataFrame) -> pd.DataFrame:
    masked = _shown_frame(answers, _ANSWER_COLUMNS)
    return masked.assign(
        place=masked["place"].map(_shown_place),
        doubt=masked["doubt"].map(_shown_doubt),
    )


def _shown_unusable(row: UnusableRow) -> UnusableRow:
    return row._replace(
        place=_shown_place(row.place),
        group_name=_without_people(row.group_name),
        product_name=_without_people(row.product_name),
    )


def _shown_screening(screening: Screening) -> Screening:
    return replace(screening, groups=_shown_frame(screening.groups, _GROUP_COLUMNS))


def _shown_frame(frame: pd.DataFrame, masks: Masks) -> pd.DataFrame:
    """A frame with its texts masked, each different one once; itself where there is nothing to mask."""
    return _with_masks(frame, _masked_in(frame, masks), masks)


def _masked_in(frame: pd.DataFrame, masks: Masks) -> MaskedWords:
    return {name: _masked_words(frame[name], mask) for name, mask in masks.items()}


def _with_masks(
    frame: pd.DataFrame,
    masked: MaskedWords,
    names: Iterable[str],
) -> pd.DataFrame:
    """A frame with some columns masked; itself where there is nothing to mask."""
    changed = {}
    for name in names:
        masked_words = masked[name]
        if masked_words:
            words = [masked_words.get(word, word) for word in frame[name]]
            changed[name] = pd.Series(
                words,
                frame.index,
                dtype=object,
            )
    return frame.assign(**changed) if changed else frame


def _masked_words(column: pd.Series, mask: Mask) -> dict[str, str]:
    """The words of a column that are masked, and how."""
    words = [word for word in column.unique() if isinstance(word, str)]
    if mask is mask_code:
        words = (
            [] if are_plain_codes(words) else list(filterfalse(is_plain_code, words))
        )
    masked_words = {}
    for word in words_with_people(words):
        masked_word = mask(word)
        if masked_word != word:
            masked_words[word] = masked_word
    return masked_words


def _shown_file(file: CheckedFile) -> CheckedFile:
    return replace(
        file,
        submission=_shown_submission(file.submission),
        findings=shown_findings(file.findings),
        cross=shown_findings(file.cross),
        accepted=tuple(map(_shown_choice, file.accepted)),
        contested=tuple(
            replace(claim, choice=_shown_choice(claim.choice))
            for claim in file.contested
        ),
        since=file.since and _shown_since(file.since),
        confirmed=tuple(
            replace(
                entry,
                finding=shown_finding(entry.finding),
                reason=_shown_cell(entry.reason, "note"),
            )
            for entry in file.confirmed
        ),
    )


def _shown_since(since: ChangesSince) -> ChangesSince:
    """What moved between two lists, nobody named in it."""
    return replace(
        since.with_findings(shown_finding),
        groups=tuple(
            change._replace(
                group_name=mask_people(change.group_name),
                other_name=_without_people(change.other_name),
                place=_shown_place(change.place),
            )
            for change in since.groups
        ),
        cells=tuple(
            change._replace(
                field=mask_people(change.field),
                place=_shown_place(change.place),
                older_place=_shown_place(change.older_place),
            )
            for change in since.cells
        ),
    )


def _shown_submission(submission: Submission) -> Submission:
    """A list whose sheet is not called by a person; its rows are counted, the accepted ones are told."""
    sheet = _without_people(submission.sheet)
    return submission if sheet == submission.sheet else replace(submission, sheet=sheet)


def _shown_choice(choice: DistrictChoice) -> DistrictChoice:
    return replace(
        choice,
        row=_shown_row(choice.row),
        findings=shown_findings(choice.findings),
    )


def _shown_row(row: SubmittedRow) -> SubmittedRow:
    """A submitted row; the name and the telephone that it is to hold are told where they are asked for."""
    return replace(
        row, cells={name: _shown_cell(cell, name) for name, cell in row.cells.items()}
    )


def _shown_cell(cell: CellEntry, field: str) -> CellEntry:
    mask = _ROW_CELLS.get(field, mask_people)
    value = mask(cell.value) if isinstance(cell.value, str) else cell.value
    return cell._replace(
        text=mask(cell.text),
        value=value,
        place=_shown_place(cell.place),
    )


def _shown_table(table: TableSource) -> TableSource:
    unused = table.unused_headers
    return replace(
        table,
        sheet=_without_people(table.sheet),
        columns={
            field: (column, mask_people(header))
            for field, (column, header) in table.columns.items()
        },
        alternatives={
            field: tuple(map(mask_people, headers))
            for field, headers in table.alternatives.items()
        },
        unused_headers=(MASK,) * len(unused) if are_values(unused) else unused,
    )
