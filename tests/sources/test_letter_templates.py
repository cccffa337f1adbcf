"""An office's template: fields pass, everything else is one sentence, in no time."""

from __future__ import annotations

import os
import zipfile
from typing import TYPE_CHECKING, get_args

import pytest
from docx import Document

from kbo_screen.findings import UsageError
from kbo_screen.formats.documents.letter_documents import letter_writer, own_template
from kbo_screen.results.meeting.notice_fields import (
    FIELDS_OF_LETTER,
    ORDER_FIELDS,
    LetterKind,
)
from kbo_screen.sources.letter_templates import read_template

if TYPE_CHECKING:
    from pathlib import Path


def template(folder: Path, *lines: str, header: str = "") -> Path:
    document = Document()
    document.sections[0].header.paragraphs[0].text = header
    for line in lines:
        document.add_paragraph(line)
    path = folder / "office.docx"
    document.save(str(path))
    return path


def faults(path: Path, kind: LetterKind = "notice") -> list[tuple[str, str | None]]:
    """Code and quoted words of every finding; none for a template that is taken."""
    try:
        read_template(path, FIELDS_OF_LETTER[kind], ORDER_FIELDS)
    except UsageError as error:
        return [(finding.code, finding.value) for finding in error.findings]
    return []


@pytest.mark.parametrize("kind", get_args(LetterKind))
def test_our_own_templates_hold_only_fields(kind: LetterKind, tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(own_template(kind))
    assert faults(path, kind) == []


def test_fields_and_conditions_pass(tmp_path: Path) -> None:
    path = template(
        tmp_path,
        "{{ group_name }} {{product_name}}",
        "{% if representative_phone and not meeting_bring %}x{% else %}y{% endif %}",
        header="{{ province }}",
    )
    assert faults(path) == []


@pytest.mark.parametrize(
    "words",
    [
        "{{ group_name",
        "{% if group_name %}",
        "{{ group_name.__class__ }}",
        "{{ group_name['a'] }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ range(9) }}",
        "{% for i in range(999999999) %}x{% endfor %}",
        "{% for c in 'ab' %}x{% endfor %}",
        "{{ 'a' * 99999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ group_name | center(99999999) }}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% set a = 1 %}",
        "{% macro a() %}{% endmacro %}",
        "{% filter upper %}x{% endfilter %}",
        "{{" * 50_000,
        "{% if group_name %}" * 2_000 + "{% endif %}" * 2_000,
    ],
)
def test_whatever_is_no_field_is_refused(words: str, tmp_path: Path) -> None:
    codes = {code for code, _ in faults(template(tmp_path, words))}
    assert codes == {"usage.template-words"}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("{{ group }}", "group"),
        ("{{ line.group_name }}", "line.group_name"),
        ("{{ self }}", "self"),
        ("{% if nobody %}x{% endif %}", "nobody"),
        ("{% for line in groups %}x{% endfor %}", "groups"),
        ("{% for line in group_name %}x{% endfor %}", "group_name"),
    ],
)
def test_a_name_that_is_no_field_is_told(words: str, name: str, tmp_path: Path) -> None:
    assert faults(template(tmp_path, words)) == [("usage.template-field", name)]


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("ชื่อกลุ่ม", "group_name"), ("วันประชุม", "meeting_date"), ("ตัวแทน", "representative")],
)
def test_a_field_that_is_typed_in_thai_is_told_by_what_it_holds(
    typed: str, nearest: str, tmp_path: Path
) -> None:
    path = template(tmp_path, f"{{{{ {typed} }}}}")
    with pytest.raises(UsageError) as caught:
        read_template(path, FIELDS_OF_LETTER["notice"], ORDER_FIELDS)
    (finding,) = caught.value.findings
    assert nearest in str(finding.suggestion).split(", ")


def test_the_lists_of_a_province_have_lines_of_their_own(tmp_path: Path) -> None:
    def table(cell: str) -> Path:
        document = Document()
        rows = document.add_table(rows=3, cols=1).rows
        words = ("{%tr for line in groups %}", cell, "{%tr endfor %}")
        for row, word in zip(rows, words, strict=True):
            row.cells[0].text = word
        document.save(str(tmp_path / "office.docx"))
        return tmp_path / "office.docx"

    assert faults(table("{{ line.product_name }}"), "province") == []
    unknown = [("usage.template-field", "line.product")]
    assert faults(table("{{ line.product }}"), "province") == unknown
    assert faults(table("{{ line }}"), "province")[0][0] == "usage.template-words"


def test_a_header_has_no_field_of_a_single_group(tmp_path: Path) -> None:
    path = template(tmp_path, "x", header="{{ group_name }}")
    assert faults(path) == [("usage.template-field", "group_name")]


def test_a_file_that_is_no_document_is_one_sentence(tmp_path: Path) -> None:
    unreadable = [("usage.template-unreadable", None)]
    path = tmp_path / "office.docx"
    assert faults(path) == unreadable, "there is none"
    path.write_bytes(b"")
    assert faults(path) == unreadable
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert faults(path) == unreadable, "a document of before 2007, or an encrypted one"
    whole = template(tmp_path, "x").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert faults(path) == unreadable
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert faults(path) == unreadable, "a workbook under that name"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "word/document.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
        )
    assert faults(path) == unreadable
    assert faults(tmp_path) == unreadable, "a folder"


def test_a_document_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = template(tmp_path, "x")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/logo.png", bytes(40 * 1024**2))
    assert faults(path) == [("usage.template-unreadable", None)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    assert faults(tmp_path / "pipe.docx") == [("usage.template-unreadable", None)]


def test_a_template_that_comes_apart_when_it_is_filled_is_told(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{% if group_name %}x")
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "{% else %}y{% endif %}"
    document.save(str(tmp_path / "office.docx"))
    content = (tmp_path / "office.docx").read_bytes()
    write = letter_writer([{"group_name": ""}], content)
    with pytest.raises(UsageError) as caught:
        write(tmp_path / "out.docx")
    codes = [finding.code for finding in caught.value.findings]
    assert codes == ["usage.template-broken"]
    assert not (tmp_path / "out.docx").exists()


def test_forty_pages_are_forty_sections_each_with_its_words(tmp_path: Path) -> None:
    fields = dict.fromkeys(FIELDS_OF_LETTER["notice"], "x")
    long_name = "กลุ่มแม่บ้านเกษตรกรแปรรูปผลิตภัณฑ์ทางการเกษตร <&> " * 4
    pages = [
        fields | {"group_name": f"{long_name}\x0b{number}"} for number in range(40)
    ]
    letter_writer(pages, own_template("notice"))(tmp_path / "out.docx")
    document = Document(str(tmp_path / "out.docx"))
    assert len(document.sections) == 40
    addressed = [p.text for p in document.paragraphs if p.text.startswith("เรียน")]
    assert addressed == [f"เรียน\tประธาน{long_name}{number}" for number in range(40)]
