"""The Thai page for officers and the whole guide, followed word by word in an empty folder."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from typer.testing import CliRunner

from kbo_screen.cli.app import app

if TYPE_CHECKING:
    import pytest

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "one-page.th.md").read_text("utf-8")
SAMPLE: Final = ROOT / "sample_data"
#: What the officer has, by the names that the page gives.
FILES: Final = {"ทะเบียน.xlsx": "registry.xlsx", "คำตอบ.xlsx": "answers.xlsx"}


GUIDE: Final = (ROOT / "docs" / "guide.th.md").read_text("utf-8")
#: What the guide speaks of beside these, and where its program stands on Windows.
MORE_FILES: Final = {
    "ทะเบียนเดิม.xlsx": "registry.xlsx",
    "ทะเบียนใหม่.xlsx": "registry.xlsx",
    "ดาว.xlsx": "stars.xlsx",
    "มชช.xlsx": "standards.xlsx",
    "โครงการอื่น.xlsx": "projects.xlsx",
    "บัญชีรายชื่อ-ตอบกลับ.xlsx": "answers.xlsx",
}
PROGRAM: Final = ".venv\\Scripts\\kbo-screen "


def commands_of(page: str) -> list[str]:
    """The lines in the blocks of a page."""
    blocks = re.findall(r"```\n(.*?)```", page, re.DOTALL)
    return [line.strip() for line in "".join(blocks).splitlines()]


def test_the_page_is_linked_from_the_first_lines_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert any("docs/one-page.th.md" in line for line in readme[:8])


def test_every_command_of_the_page_runs_as_it_stands(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, source in FILES.items():
        shutil.copy(SAMPLE / source, tmp_path / name)
    shutil.copytree(SAMPLE / "submissions", tmp_path / "แบบที่ส่งกลับ")
    monkeypatch.chdir(tmp_path)
    lines = commands_of(PAGE)
    commands = [shlex.split(line)[1] for line in lines]
    order = ["inspect", "rank", "shortfall", "form", "validate", "meeting", "explain"]
    assert list(dict.fromkeys(commands)) == order
    for line in lines:
        program, *words = shlex.split(line)
        done = CliRunner().invoke(app, words)
        assert program == "kbo-screen"
        # the samples hold mistakes: 1 is that there is something to mend
        assert done.exit_code in (0, 1), (line, done.stderr)
        for option, file in re.findall(r"(-o|--collect) (\S+)", line):
            assert (tmp_path / file).exists(), (line, option)


def test_every_command_of_the_guide_runs_as_it_stands(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, source in (FILES | MORE_FILES).items():
        shutil.copy(SAMPLE / source, tmp_path / name)
    shutil.copytree(SAMPLE / "submissions", tmp_path / "โฟลเดอร์ที่อำเภอส่ง")
    monkeypatch.chdir(tmp_path)
    made, *lines = commands_of(GUIDE)[1:]
    assert made == ".venv\\Scripts\\pip install ."
    assert len(lines) > 20
    for line in lines:
        assert line.startswith(PROGRAM)
        words = shlex.split(line.removeprefix(PROGRAM))
        done = CliRunner().invoke(app, words)
        if words[:2] == ["letter", "new"]:  # it asks, on a terminal alone
            assert "--date" in done.stderr
        else:
            assert done.exit_code in (0, 1), (line, done.stderr)
