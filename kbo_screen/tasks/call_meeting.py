"""From who is called to the meeting to the files of the letters and the rosters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.documents.letter_documents import letter_writer, own_template
from kbo_screen.formats.workbook import workbook_writer
from kbo_screen.results.meeting.notice_fields import (
    FIELDS_OF_LETTER,
    ORDER_FIELDS,
    notice_pages,
    province_page,
)
from kbo_screen.results.meeting.roster_sheets import roster_sheets
from kbo_screen.tasks.reports import DEFAULT_FONT, own_font

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kbo_screen.formats.documents.letter_documents import Pages
    from kbo_screen.formats.writing import FolderWriters, Writer
    from kbo_screen.results.meeting.invitations import MeetingCall
    from kbo_screen.results.meeting.notice_fields import LetterKind

    #: The office's own templates; the program's stand in for those that are not given.
    OfficeTemplates = Mapping[LetterKind, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLook:
    """What letters and rosters look like: the office's own templates, and the font of what is ours."""

    templates: OfficeTemplates
    font: str = DEFAULT_FONT


def read_templates(paths: Mapping[LetterKind, Path | None]) -> OfficeTemplates:
    """The office's own templates. Raises UsageError for one that is no template of its letter."""
    from kbo_screen.sources.letter_templates import read_template

    return {
        kind: read_template(path, FIELDS_OF_LETTER[kind], ORDER_FIELDS)
        for kind, path in paths.items()
        if path
    }


def meeting_files(
    call: MeetingCall,
    look: LetterLook,
    *,
    with_contacts: bool,
) -> FolderWriters:
    """What writes every file, by its name: the notices of each district with groups, a letter per province, rosters.

    A province of which no group is called gets no letter: it would call nobody.
    """
    lang = call.lang
    files: FolderWriters = {}
    for called in call.districts:
        if called.invitations:
            name = text(
                "meeting.file.notices",
                lang,
                code=called.area.code,
                district=called.area.district,
            )
            pages = notice_pages(called, call.run.letter)
            files[name] = _letter("notice", pages, look)
    called_provinces = {d.area.province for d in call.districts if d.invitations}
    for province in call.run.provinces:
        if province not in called_provinces:
            continue
        name = text("meeting.file.province", lang, province=province)
        files[name] = _letter("province", [province_page(call, province)], look)
    rosters = roster_sheets(call, with_contacts=with_contacts)
    files[text("meeting.file.rosters", lang)] = workbook_writer(rosters, font=look.font)
    return files


def _letter(
    kind: LetterKind,
    pages: Pages,
    look: LetterLook,
) -> Writer:
    if template := look.templates.get(kind):
        return letter_writer(pages, template)
    return letter_writer(pages, own_template(kind), font=own_font(look.font))
