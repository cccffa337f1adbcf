"""`kbo-screen.bat`, as far as it can be looked at away from Windows.

- Lines end as Windows wants them, here and in a fresh copy of the repository.
- It is UTF-8 without a mark, and switches to code page 65001 before the first Thai word.
- Folders with Thai names and blanks: every path stands in quotes, and none ends in a backslash before its quote.
- Every label that it goes to is there; every way that fails waits for a key.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTENT = (ROOT / "kbo-screen.bat").read_bytes()
LINES = CONTENT.decode("utf-8").split("\r\n")


def test_lines_end_as_windows_wants() -> None:
    assert CONTENT.count(b"\r\n") == CONTENT.count(b"\n")
    attributes = (ROOT / ".gitattributes").read_text("utf-8")
    assert "*.bat text eol=crlf" in attributes.splitlines()


def test_thai_words_come_after_the_code_page() -> None:
    assert CONTENT.startswith(b"@echo off\r\n")
    switched = LINES.index("chcp 65001 >nul")
    thai_lines = [at for at, line in enumerate(LINES) if not line.isascii()]
    assert thai_lines
    assert min(thai_lines) > switched


def test_paths_are_quoted() -> None:
    """3: `%HERE%` ends in a backslash, which before a quote would swallow it."""
    for line in LINES:
        unquoted = re.sub(r'"[^"]*"', '""', line)
        assert "%HERE%" not in unquoted
        assert "%SCRIPTS%" not in unquoted
    words = CONTENT.decode("utf-8")
    assert '%HERE%"' not in words.replace('pushd "%HERE%"', "")
    assert "guide -- %*" in words  # the system itself quotes what is dropped


def test_the_program_is_found_by_its_path_alone() -> None:
    """A search path of this window alone would have the guide print commands that no other window knows."""
    assert not any("PATH=" in line for line in LINES)


def test_labels_are_there_and_failures_wait() -> None:
    labels = {line.removeprefix(":") for line in LINES if line.startswith(":")}
    goals = set(re.findall(r"goto (\w+)", "\n".join(LINES)))
    assert goals == labels
    for label in ("no_python", "failed"):
        rest = LINES[LINES.index(f":{label}") :]
        assert "pause" in rest[: rest.index("exit /b 1")]
