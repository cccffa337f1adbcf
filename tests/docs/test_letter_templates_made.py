"""The Word templates that ship are what `docs/letter_templates.py` makes."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path

import pytest

from kbo_screen.formats.letter_documents import own_template
from kbo_screen.results.notice_fields import LETTER_KINDS, LetterKind

SCRIPT = Path(__file__).parents[2] / "docs" / "letter_templates.py"
PARTS = ("word/document.xml", "word/styles.xml")


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_a_template_is_as_it_is_made(kind: LetterKind) -> None:
    spec = importlib.util.spec_from_file_location("letter_templates", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    made = io.BytesIO()
    getattr(script, kind)().save(made)
    assert parts_of(made.getvalue()) == parts_of(own_template(kind))


def parts_of(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name) for name in PARTS]
