"""What is handed out prints on one sheet of A4: the officers' page, and the page for auditors in each language.

A browser prints it where one is installed; without one the test skips.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.parametrize("name", ["one-page.th", "proof.th", "proof.en"])
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_it_prints_on_one_page(name: str, tmp_path: Path) -> None:
    printed = tmp_path / "printed.pdf"
    subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--no-pdf-header-footer",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--print-to-pdf={printed}",
            (DOCS / f"{name}.html").as_uri(),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    pages = re.findall(rb"/Type\s*/Page\b", printed.read_bytes())
    assert len(pages) == 1


def test_each_language_says_as_much() -> None:
    headings = {
        lang: re.findall("<h2>", (DOCS / f"proof.{lang}.html").read_text("utf-8"))
        for lang in ("th", "en")
    }
    assert len(headings["th"]) == len(headings["en"]) == 6
