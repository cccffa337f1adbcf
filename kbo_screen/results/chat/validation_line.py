"""What became of districts' lists in a few lines to paste into their chats: a text per list, then one for all.

A district of which a list was expected and none has come is reminded of the day.

Nothing of a representative stands in it, and in a district's text nothing of another district.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.chat.chat_line import reminder_line
from kbo_screen.results.validation.confirmed_sentences import confirmed_count_in_words
from kbo_screen.results.validation.list_notes import LATE
from kbo_screen.results.validation.since_sentences import (
    silent_changes_in_words,
    since_in_words,
)
from kbo_screen.results.validation.validation_sentences import (
    missing_in_words,
    status_of_list,
)
from kbo_screen.results.validation.validation_sheets import without_other_districts
from kbo_screen.results.wording.area_names import (
    district_title,
    district_unit,
    province_title,
)
from kbo_screen.results.wording.finding_lines import gather_findings
from kbo_screen.results.wording.province_quota import unit_words
from kbo_screen.vocabulary.thai_text import display_width, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.checking.check_result import (
        ChangesSince,
        CheckedDistrict,
        CheckedFile,
        Validation,
    )
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding
    from kbo_screen.results.wording.finding_lines import FindingLine

#: Things to mend that are told one by one; the head and the last line make five.
_TOLD: Final = 3
#: Columns of a line: a chat folds it, and nobody reads on for ever.
_LONGEST: Final = 280
#: Columns of it that a message has beside the longest remedy.
_LEAST_OF_MESSAGE: Final = 80
_NAMES: Final = 40


def validation_line(checked: Validation) -> str:
    """A text per list that counts, and per district whose list is missing; of several one for all districts."""
    files = without_other_districts(checked)
    texts = [
        "\n".join(_lines_of_list(file, checked))
        for file in files
        if not file.superseded
    ]
    texts += _reminder_by_district(checked).values()
    if len(texts) > 1:
        texts.append("\n".join(_lines_of_all(checked)))
    return "\n\n".join(texts)


def text_by_district(checked: Validation) -> dict[int, str]:
    """The text of every district by its position in the scope: of its lists that count, or that none has come."""
    texts: dict[int, list[str]] = defaultdict(list)
    for file in without_other_districts(checked):
        district_ix = file.submission.district_ix
        if district_ix is not None and not file.superseded:
            texts[district_ix].append("\n".join(_lines_of_list(file, checked)))
    by_district = {ix: "\n\n".join(of_lists) for ix, of_lists in texts.items()}
    return by_district | _reminder_by_district(checked)


def _reminder_by_district(checked: Validation) -> dict[int, str]:
    """A text per district that sent nothing, by its position in the scope; none where nobody expects all of them."""
    if not missing_in_words(checked):
        return {}
    return {
        district.district_ix: "\n".join(_lines_without_list(district, checked))
        for district in checked.districts
        if district.file is None
    }


def _lines_without_list(
    district: CheckedDistrict, checked: Validation
) -> Iterator[str]:
    """That nothing has come, how many groups there are to pick from, and by when to send."""
    run, lang = checked.run, checked.lang
    area = checked.area_of(district)
    counts = run.screening.districts
    where = district_title(area.district, area.province, lang)
    required = int(counts["required"].loc[district.district_ix])
    if required:
        yield text(
            "chat.missing.head",
            lang,
            district=where,
            quota=required,
            unit=unit_words(run),
        )
    else:
        yield text(
            "chat.missing.head_of_province",
            lang,
            district=where,
            quota=run.letter.quota.wording.to(lang),
        )
    n_listed = int(counts["possible"].loc[district.district_ix])
    if n_listed:
        yield text("chat.missing.listed", lang, count=n_listed)
    elif required:
        yield text("chat.missing.nobody", lang)
    else:
        yield text("chat.missing.nobody_of_province", lang)
    yield reminder_line(run)


def _lines_of_list(file: CheckedFile, checked: Validation) -> Iterator[str]:
    """Accepted, or what to mend, by cell; five lines at most."""
    lang = checked.lang
    yield _head(file, checked)
    if file.since:
        yield _since_line(file.since, lang)
    lines = gather_findings(_findings_to_tell(file), lang)
    n_lines = _TOLD - 1 if file.since else _TOLD
    for line in lines[:n_lines]:
        yield _line_to_mend(line, lang)
    last = _last_words(file, checked, len(lines), len(lines[n_lines:]))
    last_line = " ".join(last)
    if last_line:
        yield last_line


def _findings_to_tell(file: CheckedFile) -> list[Finding]:
    """Errors and warnings; that a list came late its first line says."""
    return [
        finding
        for finding in file.all_findings
        if finding.severity != "info" and finding.code != LATE
    ]


def _line_to_mend(line: FindingLine, lang: str) -> str:
    """What is wrong and what to do; a long message is cut so that what to do stands whole."""
    room = _LONGEST - display_width(_words_of_line("", line, lang))
    message = shorten(line.message, max(room, _LEAST_OF_MESSAGE))
    return shorten(_words_of_line(message, line, lang), _LONGEST)


def _words_of_line(
    message: str,
    line: FindingLine,
    lang: str,
) -> str:
    return text(
        "chat.list.line",
        lang,
        severity=text(f"words.severity.{line.severity}", lang),
        message=message,
        remedy=line.remedy,
    )


def _last_words(
    file: CheckedFile,
    checked: Validation,
    n_lines: int,
    n_untold: int,
) -> Iterator[str]:
    """What is confirmed, how much more there is to mend, by when to send; thanks where there is nothing."""
    lang = checked.lang
    if confirmed := confirmed_count_in_words([file], lang):
        yield confirmed
    if n_untold:
        yield text("chat.list.more", lang, count=n_untold)
    if file.status in ("rejected", "unreadable"):
        yield reminder_line(checked.run)
    if checked.hidden:
        yield text("validate.hidden", lang)
    elif not n_lines:
        yield text("chat.list.thanks", lang)


def _since_line(since: ChangesSince, lang: str) -> str:
    """What moved since the list before; all that was in order and says something else now, however long it gets."""
    words = [since_in_words(since, lang), *silent_changes_in_words(since, lang)]
    return " · ".join(words)


def _head(file: CheckedFile, checked: Validation) -> str:
    """Whose list it is, what became of it, how many groups were accepted, whether it was late."""
    lang = checked.lang
    district_ix = file.submission.district_ix
    name = file.submission.file
    if district_ix is not None:
        area = checked.run.areas[district_ix]
        name = district_title(area.district, area.province, lang)
    if not file.submission.is_readable:
        return text(
            "chat.list.unreadable",
            lang,
            name=name,
            status=status_of_list(file, lang),
        )
    is_late = district_ix in _late(checked)
    return text(
        _head_id(file),
        lang,
        name=name,
        status=status_of_list(file, lang),
        accepted=file.accepted_units if file.required else len(file.accepted),
        required=file.required,
        unit=unit_words(checked.run),
        late=text("chat.list.late", lang) if is_late else "",
    )


def _head_id(file: CheckedFile) -> str:
    """The text of a list's first line: accepted or sent back, of how many where the letter sets a district a least."""
    if file.required:
        return "chat.list.head" if file.is_accepted else "chat.list.head_returned"
    return (
        "chat.list.head_no_least"
        if file.is_accepted
        else "chat.list.head_returned_no_least"
    )


def _lines_of_all(checked: Validation) -> Iterator[str]:
    """How many lists were accepted; which were sent back, came late, or have not come."""
    run, lang = checked.run, checked.lang
    districts = run.areas
    provinces = run.provinces
    returned = _sent_back(checked)
    sent = [d.district_ix for d in checked.districts if d.file is not None]
    yield text(
        "chat.lists.head",
        lang,
        province=", ".join(province_title(name, lang) for name in provinces[:3]),
        accepted=len(sent) - len(returned),
        all=len(districts),
        unit=district_unit(run),
    )
    if returned:
        yield _named("returned", returned, run)
    late = sorted(_late(checked))
    if late:
        yield _named("late", late, run)
    missing = missing_in_words(checked)
    if missing:
        yield missing
    if missing or returned:
        yield reminder_line(run)


def _sent_back(checked: Validation) -> list[int]:
    """The districts whose list has to be mended."""
    sent_back = []
    for district in checked.districts:
        file = checked.file_of(district)
        if file and file.status in ("rejected", "unreadable"):
            sent_back.append(district.district_ix)
    return sent_back


def _late(checked: Validation) -> set[int]:
    """The districts whose list came after the day."""
    return {d.district_ix for d in checked.districts if d.on_time is False}


def _named(
    name: str,
    district_ixs: Sequence[int],
    run: Run,
) -> str:
    districts = run.areas
    names = ", ".join(districts[ix].district for ix in district_ixs[:_NAMES])
    if len(district_ixs) > _NAMES:
        names += " …"
    return text(
        f"chat.lists.{name}",
        run.lang,
        count=len(district_ixs),
        names=names,
    )
