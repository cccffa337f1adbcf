"""The Word templates that ship are what `docs/letter_templates.py` makes."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from docx import Document

from kbo_screen.formats.documents.letter_documents import own_template
from kbo_screen.results.meeting.notice_fields import LetterKind

SCRIPT = Path(__file__).parents[2] / "docs" / "letter_templates.py"
PARTS = ("word/document.xml", "word/styles.xml")


@pytest.mark.parametrize("kind", get_args(LetterKind))
def test_a_template_is_as_it_is_made(kind: LetterKind) -> None:
    spec = importlib.util.spec_from_file_location("letter_templates", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    made = io.BytesIO()
    getattr(script, kind)().save(made)
    assert parts_of(made.getvalue()) == parts_of(own_template(kind))


@pytest.mark.parametrize("kind", get_args(LetterKind))
def test_no_signature_stands_alone_on_a_second_page(kind: LetterKind) -> None:
    paragraphs = Document(io.BytesIO(own_template(kind))).paragraphs
    words = [paragraph.text for paragraph in paragraphs]
    closing = next(at for at, line in enumerate(words) if line.startswith("จึงเรียนมา"))
    sender = next(at for at, line in enumerate(words) if "\nโทร. " in line)
    kept = [each.paragraph_format.keep_with_next for each in paragraphs]
    assert all(kept[closing:sender])
    assert paragraphs[sender].paragraph_format.keep_together


def parts_of(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name) for name in PARTS]
