"""What of a result may be shown: nobody's personal id or telephone number, whatever column they were typed into.

Knows which parts of a result hold words of an input. Refuses to change what was decided: ids are matched, groups ranked
and questions signed before. Names of groups and products stay: they are what a list is about. The column of
representatives is empty, and that of telephones too unless contacts are asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kbo_screen.findings.masking import MASK, holds_numbers, mask_ids, mask_numbers, mask_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kbo_screen.findings import Finding
    from kbo_screen.screening.inspection import Inspection
    from kbo_screen.screening.questions import Answer, Question
    from kbo_screen.screening.registry import Registry, TableSource
    from kbo_screen.screening.run import Run
    from kbo_screen.screening.screening import Screening
    from kbo_screen.screening.submissions.check_selection import Choice
    from kbo_screen.screening.submissions.submission import SubmittedRow
    from kbo_screen.screening.submissions.validation import CheckedFile, Validation
    from kbo_screen.screening.variants import Outcome

#: What is hidden in a column. A product's number may begin with 0 and is no telephone for that.
_GROUP_COLUMNS: Final = {"group_id": mask_ids, "group_name": mask_numbers}
_PRODUCT_COLUMNS: Final = _GROUP_COLUMNS | {
    "product_id": mask_ids, "product_name": mask_numbers, "subdistrict": mask_people, "category": mask_people,
}  # fmt: skip
_ANSWER_COLUMNS: Final = {"words": mask_people, "by": mask_numbers}


def shown_run(run: Run, *, with_contacts: bool = False) -> Run:
    """The run as every report shows it, telephone numbers where asked for; its questions are the whole run's."""
    return replace(
        run,
        registry=_shown_registry(run.registry, with_contacts=with_contacts),
        screening=_shown_screening(run.screening),
        findings=shown_findings(run.findings),
        whole=run.whole or run,
    )


def shown_check(checked: Validation) -> Validation:
    """The check of submissions as every report shows it."""
    return replace(
        checked,
        run=shown_run(checked.run),
        files=tuple(map(_shown_file, checked.files)),
        cross=shown_findings(checked.cross),
    )


def shown_outcome(outcome: Outcome) -> Outcome:
    """What a variant does, as every report shows it."""
    return replace(outcome, screening=_shown_screening(outcome.screening))


def shown_inspection(found: Inspection) -> Inspection:
    """What was recognised in a table; people are hidden in its headers too, for they may be a row of values."""
    values = {
        field: tuple(replace(value, text=mask_people(value.text)) for value in each)
        for field, each in found.values.items()  # noqa: PD011 - no frame
    }
    return replace(found, table=_shown_table(found.table), values=values, findings=shown_findings(found.findings))


def shown_question(asked: Question) -> Question:
    """A question that says nothing of a person; its id is that of the whole."""
    doubt = asked.doubt
    return replace(asked, doubt=doubt._replace(name=mask_people(doubt.name))) if doubt else asked


def _shown_answer(answer: Answer) -> Answer:
    """An answer that settled nothing, as it stands beside its question again."""
    by = answer.by and mask_numbers(answer.by)
    return replace(answer, words=mask_people(answer.words), by=by)


def shown_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with nobody's number in what they suggest; what they quote was masked when they were raised."""
    return tuple(map(shown_finding, findings))


def shown_finding(finding: Finding) -> Finding:
    """One of them."""
    suggestion = finding.suggestion and mask_numbers(finding.suggestion)
    more = {name: told for name, told in finding.fields.items() if isinstance(told, dict | list | tuple)}
    hidden = {name: _mask_all(told) for name, told in more.items()}
    if suggestion == finding.suggestion and hidden == more:
        return finding
    return replace(finding, suggestion=suggestion, fields=finding.fields | hidden)


def _mask_all(told: Any) -> Any:
    """Every text in a value made of lists and mappings, masked."""
    if isinstance(told, str):
        return mask_numbers(told)
    if isinstance(told, dict):
        return {name: _mask_all(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return type(told)(map(_mask_all, told))
    return told


def _shown_registry(registry: Registry, *, with_contacts: bool) -> Registry:
    products = registry.products.assign(representative=None)
    products = _shown_frame(products, {"phone": mask_ids}) if with_contacts else products.assign(phone=None)
    return replace(
        registry,
        products=_shown_frame(products, _PRODUCT_COLUMNS),
        answers=_shown_frame(registry.answers, _ANSWER_COLUMNS),
        not_sure={id_: _shown_answer(answer) for id_, answer in registry.not_sure.items()},
        perhaps=_shown_frame(registry.perhaps, {"name": mask_people}),
    )


def _shown_screening(screening: Screening) -> Screening:
    return replace(screening, groups=_shown_frame(screening.groups, _GROUP_COLUMNS))


def _shown_frame(frame: pd.DataFrame, masks: Mapping[str, Callable[[str], str]]) -> pd.DataFrame:
    """A frame with its texts masked; itself where there is nothing to mask, which one look at all its words tells."""
    changed = {}
    for name, mask in masks.items():
        words = [word for word in frame[name].unique() if isinstance(word, str)]
        if mask is mask_people or holds_numbers("\n".join(words)):
            hidden = {word: other for word in words if (other := mask(word)) != word}
            if hidden:
                changed[name] = pd.Series([hidden.get(w, w) for w in frame[name]], frame.index, dtype=object)
    return frame.assign(**changed) if changed else frame


def _shown_file(file: CheckedFile) -> CheckedFile:
    return replace(
        file,
        findings=shown_findings(file.findings),
        cross=shown_findings(file.cross),
        accepted=tuple(map(_shown_choice, file.accepted)),
        contested=tuple(replace(one, choice=_shown_choice(one.choice)) for one in file.contested),
    )


def _shown_choice(choice: Choice) -> Choice:
    return replace(choice, row=_shown_row(choice.row), findings=shown_findings(choice.findings))


def _shown_row(row: SubmittedRow) -> SubmittedRow:
    """A submitted row without ids; the name and the telephone that it holds are told where they are asked for."""
    cells = {
        name: cell._replace(text=mask_ids(cell.text), value=_mask_id(cell.value)) for name, cell in row.cells.items()
    }
    return replace(row, cells=cells)


def _mask_id(value: Any) -> Any:
    return mask_ids(value) if isinstance(value, str) else value


def _shown_table(table: TableSource) -> TableSource:
    unused = table.unused_headers
    return replace(
        table,
        columns={field: (column, mask_people(header)) for field, (column, header) in table.columns.items()},
        alternatives={field: tuple(map(mask_people, headers)) for field, headers in table.alternatives.items()},
        unused_headers=(MASK,) * len(unused) if are_values(unused) else unused,
    )


def are_values(headers: Iterable[str]) -> bool:
    """Headers among which a person stands are a row of values that was taken for the header: none of them is shown.

    >>> are_values(["นางหนึ่ง ใจดี", "สองชั้น"]), are_values(["ชื่อผู้แทน", "โทร."])
    (True, False)
    """
    return any(mask_people(header) != header for header in headers)
