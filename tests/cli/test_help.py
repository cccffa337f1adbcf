"""Help and usage errors, of every command and in both languages.

- `--help` speaks the language asked for, before or behind the command; nothing of typer's own words is left.
- What it prints goes through a Thai Windows pipe (windows-874), fits the screen, and tears no cluster.
- A wrong call is told as a finding: what, the nearest, where to read on; exit code 2.
- Help costs little more than typer itself.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from itertools import product
from typing import Any

import pytest
import typer.main

from kbo_screen.cli.app import app
from kbo_screen.cli.streams import help_language
from kbo_screen.vocabulary.thai_text import display_width
from tests.cli.test_commands import SAMPLE
from tests.tools.program import run_program

TYPER_S_WORDS = re.compile(
    r"Usage|Options|Arguments|Commands|Error|OPTIONS|Show this|completion for|default:|required"
)
TORN = re.compile(r"^\s*[ัิ-ฺ็-๎ำ]", re.MULTILINE)


def commands() -> list[list[str]]:
    """Every command's words, of the program itself none."""
    found: list[list[str]] = [[]]
    todo: list[tuple[list[str], Any]] = [([], typer.main.get_command(app))]
    while todo:
        words, group = todo.pop()
        for name, command in getattr(group, "commands", {}).items():
            found.append([*words, name])
            todo.append(([*words, name], command))
    return found


#: A language is settled when the commands are loaded: a process for each prints all of its pages.
PRINT_PAGES = """
import json, sys
from typer.testing import CliRunner
from kbo_screen.cli.app import app
pages = []
for words, width in json.loads(sys.argv.pop()):
    sys.argv[1:] = [*words, "--help"]
    done = CliRunner().invoke(app, sys.argv[1:], env={"COLUMNS": str(width)}, prog_name="kbo-screen")
    pages.append(done.stdout + done.stderr)
print(json.dumps(pages))
"""
WIDTHS = (80, 120)


@cache
def pages_of_help(lang: str) -> dict[tuple[str, int], str]:
    """What `--help` of every command prints in a language, by its words and the width."""
    asked = list(product(commands(), WIDTHS))
    done = subprocess.run(
        [sys.executable, "-c", PRINT_PAGES, json.dumps(asked)],
        capture_output=True,
        check=True,
        env={"KBO_SCREEN_LANG": lang, "PATH": "", "PYTHONUTF8": "1", "SYSTEMROOT": ""},
    )
    keys = [(" ".join(words), width) for words, width in asked]
    return dict(zip(keys, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("words", [" ".join(words) for words in commands()])
def test_help_of_every_command(words: str, lang: str) -> None:
    for width in WIDTHS:
        page = pages_of_help(lang)[words, width]
        page.encode("cp874")
        assert max(map(display_width, page.splitlines())) <= width
        assert not TORN.search(page)
        assert page.startswith(
            {"th": "วิธีใช้: kbo-screen", "en": "Usage: kbo-screen"}[lang]
        )
        if lang == "th":
            assert not TYPER_S_WORDS.search(page)


CALLS = [
    (["rnk"], "usage.unknown-command", "ไม่มีคำสั่ง “rnk” ที่ใกล้เคียง: rank"),
    (["letter", "shw"], "usage.unknown-command", "ไม่มีคำสั่ง “shw” ที่ใกล้เคียง: show"),
    (["--bad"], "usage.unknown-option", "ไม่มีตัวเลือก “--bad”"),
    (
        ["letter", "show", "-o", "x"],
        "usage.unknown-option",
        "ไม่มีตัวเลือก “-o”   ดูตัวเลือกทั้งหมด",
    ),
    (
        ["rank", "x", "--langg"],
        "usage.unknown-option",
        "ไม่มีตัวเลือก “--langg” ที่ใกล้เคียง: --lang",
    ),
    (["explain"], "usage.missing-word", "ยังไม่ได้ระบุไฟล์ทะเบียน (REGISTRY)"),
    (
        ["rank", "x", "--fail-on", "y"],
        "usage.no-choice",
        "เลือกค่าใดค่าหนึ่งใน: error, warning, info, never",
    ),
    (["schema", "y"], "usage.no-choice", "เลือกค่าใดค่าหนึ่งใน: rank, explain, shortfall"),
    (["rank", "x", "--take", "y"], "usage.bad-word", "--take ไม่รับค่านี้"),
    (["rank", "x", "--take"], "usage.option-without-value", "--take"),
    (["explain", "a", "b", "c", "d"], "usage.extra-word", "มีคำเกินมา: c d"),
    (["rank", "x", "--today", "y"], "usage.bad-date", "“y” ไม่ใช่วันที่"),
    (
        ["rank", "x", "--column", "y"],
        "usage.bad-column",
        "“y” ของ --column ไม่มีเครื่องหมาย =",
    ),
]


@pytest.mark.parametrize(
    ("words", "code", "says"), CALLS, ids=[" ".join(words) for words, _, _ in CALLS]
)
def test_a_wrong_call_is_told_in_the_language_of_the_run(
    words: list[str],
    code: str,
    says: str,
) -> None:
    done = run_program(*words, lang="th")
    assert (done.returncode, done.stdout) == (2, ""), code
    assert says in done.stderr.replace("\n", " ")
    assert not TYPER_S_WORDS.search(done.stderr)
    for lang in ("th", "en"):
        run_program(*words, lang=lang).stderr.encode("cp874")


@pytest.mark.parametrize(
    "words",
    [
        ["--lang", "th", "--help"],
        ["--help", "--lang", "th"],
        ["rank", "--help", "--lang=th"],
    ],
)
def test_the_language_may_stand_before_the_command(words: list[str]) -> None:
    assert run_program(*words).stdout.startswith("วิธีใช้: kbo-screen")


def test_the_language_before_the_command_is_the_run_s() -> None:
    """What stands behind the command is nearer, and wins."""
    assert run_program("--lang", "th", lang="en").stdout.startswith("kbo-screen คัดเลือก")
    assert run_program("--lang", "th", "rank", SAMPLE, "--line").stdout.startswith(
        "KBO จังหวัด"
    )
    assert run_program(
        "--lang", "th", "rank", SAMPLE, "--line", "--lang", "en"
    ).stdout.startswith("KBO ฉะเชิงเทรา")


@pytest.mark.parametrize("command", ["rank", "compare"])
def test_help_of_a_command_loads_no_heavy_library(command: str) -> None:
    script = (
        f"import sys; sys.argv=['kbo-screen','{command}','--help']\n"
        "try:\n    from kbo_screen.cli import main; main()\nexcept SystemExit: pass\n"
        "heavy = ('rich', 'importlib.metadata', 'pydantic', 'pandas')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"LANG": "th_TH.UTF-8"}, "th"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "th_TH.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "th_TH", "LANG": "en_US"}, "th"),
        ({"LANG": "th_TH.UTF-8", "KBO_SCREEN_LANG": "en"}, "en"),
        ({"LANG": "th_TH.UTF-8", "KBO_SCREEN_LANG": "xx"}, "th"),
        ({}, "en"),
    ],
)
def test_help_speaks_the_language_of_the_system(
    variables: dict[str, str],
    lang: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """1: where neither --lang nor KBO_SCREEN_LANG says one."""
    for name in ("KBO_SCREEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["kbo-screen"])
    assert help_language() == lang
