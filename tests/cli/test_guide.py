"""`kbo-screen` alone, on a terminal.

- Every choice asks for its files, shows what was understood, runs the ordinary command, prints it, says where.
- A path is understood as terminals write one that is dragged into them.
- A command is printed so that the system's shell takes it.
- The office is remembered where the person says so: shown, confirmed, comments kept, the old one kept beside it.
- Ctrl-C and the end of input leave politely; in a pipe, or with words, nothing changes.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kbo_screen.cli import shell_words
from kbo_screen.cli.dragged_paths import read_paths
from kbo_screen.cli.shell_words import command_line
from kbo_screen.sources.config.config_change import changed_config
from tests.cli.test_commands import ROOT
from tests.tools.lists import make_run
from tests.tools.program import run_program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.tools.terminal import Visit

on_terminal = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals in Python"
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a registry under a name with a blank, and what districts sent."""
    make_run(tmp_path)
    (tmp_path / "registry.xlsx").rename(tmp_path / "ทะเบียน 66.xlsx")
    (tmp_path / "ส่งมา").mkdir()
    sent = ROOT / "sample_data" / "submissions"
    first = min(sent.glob("*.xlsx"))
    shutil.copy(first, tmp_path / "ส่งมา")
    return tmp_path


def guided(
    folder: Path,
    *lines: str,
    words: Sequence[str] = (),
) -> Visit:
    """What the guide shows while these lines are typed; a line that does not look at its folder's name."""
    from tests.tools.terminal import visit

    return visit(words, lines, folder)


@on_terminal
def test_every_choice_runs_its_command(office: Path) -> None:
    dragged = f"file://{office.as_posix()}/%E0%B8%97%E0%B8%B0%E0%B9%80%E0%B8%9A%E0%B8%B5%E0%B8%A2%E0%B8%99%2066.xlsx"
    rank = ["1", dragged, "1", "", "ผล.xlsx", "1", "1"]
    form = ["2", "", "1", "", "", ""]
    check = ["3", "ส่งมา", "1", "", "1", "", "", "1", ""]
    short = ["4", "", "1", "", "บางคล้า"]
    settle = ["5", "", "1", "", "", ""]
    meet = ["6", "", "", "1", "", ""]
    done = guided(office, *rank, *form, *check, *short, *settle, *meet, "0")
    assert done.exit_code == 0, done.screen
    registry = shlex.quote(str(office / "ทะเบียน 66.xlsx"))
    commands = [
        line.strip() for line in done.screen.splitlines() if "  kbo-screen " in line
    ]
    own_commands = [line for line in commands if not line[0].isdigit()]
    assert own_commands == [
        f"kbo-screen rank {registry} -o {office / 'ผล.xlsx'}",
        "kbo-screen form -o แบบ",
        "kbo-screen validate ส่งมา -o ผลตรวจ.xlsx --collect บัญชีจังหวัด.xlsx",
        "kbo-screen shortfall --district บางคล้า",
        "kbo-screen shortfall -o สอบถาม.xlsx",
        "kbo-screen meeting --proposed -o ประชุม",
    ]
    unbroken = "".join(done.screen.split())
    for name in ("ผล.xlsx", "แบบ", "ผลตรวจ.xlsx", "สอบถาม.xlsx", "ประชุม"):
        assert f"ผลอยู่ที่{office / name}" in unbroken
        assert (office / name).exists()
    assert "ชื่อกลุ่ม: คอลัมน์" in done.screen
    assert '+ registry = ["ทะเบียน 66.xlsx"]' in done.screen
    assert (office / "บัญชีจังหวัด.xlsx").exists()
    config = (office / "kbo-screen.toml").read_text("utf-8")
    assert '\nregistry = ["ทะเบียน 66.xlsx"]\n' in config


@on_terminal
def test_files_that_are_dropped_together_are_taken_for_what_they_are(
    office: Path,
) -> None:
    """A list alone is no registry: that is asked for again, and the list is kept."""
    for name in ("stars", "projects"):
        shutil.copy(ROOT / "sample_data" / f"{name}.xlsx", office)
    done = guided(
        office,
        *("1", "", "1", "'ทะเบียน 66.xlsx' projects.xlsx", "1", "ผล.xlsx", "2", "0"),
        words=["guide", "stars.xlsx"],
    )
    assert "ไฟล์นี้เป็นบัญชีประกอบ ยังต้องมีไฟล์ทะเบียน" in done.screen
    command = (
        "kbo-screen rank 'ทะเบียน 66.xlsx' --stars stars.xlsx --projects projects.xlsx"
    )
    assert f"{command} -o ผล.xlsx\n" in done.screen
    assert (office / "ผล.xlsx").exists()


@on_terminal
def test_of_a_folder_no_column_is_settled(office: Path) -> None:
    """Its lists are the districts' to mend; and what is asked stands below a blank line."""
    done = guided(office, "3", "ส่งมา", "3", "1", "'ทะเบียน 66.xlsx'", "1", "")
    assert "2. ใช้ไฟล์อื่น\nหมายเลข\n> 3\n  โปรดพิมพ์หมายเลข 1 ถึง 2\n" in done.screen
    assert "\n\nจะบันทึกผลเป็น ผลตรวจ.xlsx\n" in done.screen
    assert "3. บอกโปรแกรมว่าคอลัมน์หรือคำที่ไม่เข้าใจคืออะไร\n" in done.screen


@on_terminal
def test_a_wrong_number_and_a_missing_file_are_asked_again(office: Path) -> None:
    """1: what is typed amiss is said in the words of the catalogue."""
    done = guided(office, "9", "๔", "ไม่มี.xlsx", "'")
    assert done.exit_code == 0
    assert "โปรดพิมพ์หมายเลข 0 ถึง 6" in done.screen
    assert "ไม่พบไฟล์ “ไม่มี.xlsx”" in done.screen


@on_terminal
@pytest.mark.parametrize(("key", "exit_code"), [("\x03", 130), ("\x04", 0)])
def test_leaving_is_polite(
    office: Path,
    key: str,
    exit_code: int,
) -> None:
    done = guided(office, "1", key)
    assert done.exit_code == exit_code
    assert done.screen.endswith("ออกจากโปรแกรมแล้ว\n")
    assert "Traceback" not in done.screen


@on_terminal
def test_with_words_nothing_is_asked(tmp_path: Path) -> None:
    done = guided(tmp_path, words=["--lang", "en"])
    assert done.screen.startswith("kbo-screen picks the KBO target groups")
    assert done.exit_code == 0


def test_in_a_pipe_nothing_is_asked() -> None:
    for words in ((), ("guide",)):
        done = run_program(*words, lang="th")
        assert done.stdout.splitlines()[2] == "เริ่มที่นี่"
        assert done.returncode == 0


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("ทะเบียน.xlsx", ["ทะเบียน.xlsx"]),
        ("  '/งาน/ทะเบียน 66.xlsx' ", ["/งาน/ทะเบียน 66.xlsx"]),
        ('"/งาน/ทะเบียน 66.xlsx"', ["/งาน/ทะเบียน 66.xlsx"]),
        (r"/งาน/ทะเบียน\ 66.xlsx", ["/งาน/ทะเบียน 66.xlsx"]),
        (r"/งาน/ก\ 1.xlsx /งาน/ข.xlsx", ["/งาน/ก 1.xlsx", "/งาน/ข.xlsx"]),
        (r"'/งาน/it'\''s.xlsx'", ["/งาน/it's.xlsx"]),
        ("/งาน/it's.xlsx", ["/งาน/it's.xlsx"]),
        ("file:///a/%E0%B8%81%20%231.xlsx", ["/a/ก #1.xlsx"]),
        ("file:///a/ก#1.xlsx", ["/a/ก#1.xlsx"]),
        ("", []),
    ],
)
def test_a_dragged_path_is_understood(line: str, paths: list[str]) -> None:
    assert [path.as_posix() for path in read_paths(line, windows=False)] == paths


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        (r"C:\งาน\ทะเบียน.xlsx", [r"C:\งาน\ทะเบียน.xlsx"]),
        (r'"C:\งาน ๑\ทะเบียน 66.xlsx"', [r"C:\งาน ๑\ทะเบียน 66.xlsx"]),
        (r"& 'C:\งาน ๑\ก.xlsx'", [r"C:\งาน ๑\ก.xlsx"]),
        (r'"C:\ก 1.xlsx" C:\ข.xlsx', [r"C:\ก 1.xlsx", r"C:\ข.xlsx"]),
        ("file:///C:/a%20b/%E0%B8%81.xlsx", ["C:/a b/ก.xlsx"]),
    ],
)
def test_a_path_of_windows_is_understood(line: str, paths: list[str]) -> None:
    """2: a backslash is part of it."""
    assert [str(path) for path in read_paths(line, windows=True)] == paths


def test_a_path_with_blanks_that_is_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "ทะเบียน OTOP ปี 66.xlsx"
    path.touch()
    assert read_paths(str(path)) == [path]


@on_terminal
@pytest.mark.parametrize(
    "name", ["ก ข.xlsx", "it's.xlsx", "$HOME.xlsx", "ก&ข;(1).xlsx"]
)
def test_a_shell_takes_the_printed_command(name: str) -> None:
    line = command_line(["printf %s", name])
    assert subprocess.check_output(["sh", "-c", line], text=True) == name


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("ก ข.xlsx", 'kbo-screen rank "ก ข.xlsx"'),
        ("ก&ข(1).xlsx", 'kbo-screen rank "ก&ข(1).xlsx"'),
        (r"C:\งาน\ก.xlsx", r"kbo-screen rank C:\งาน\ก.xlsx"),
    ],
)
def test_a_command_for_windows(
    name: str,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shell_words.sys, "platform", "win32")
    assert command_line(["kbo-screen", "rank", name]) == line


@on_terminal
@pytest.mark.parametrize(
    ("called", "folders_of_path", "word"),
    [
        ("kbo-screen", [], "kbo-screen"),
        (".venv/bin/kbo-screen", [], ".venv/bin/kbo-screen"),
        ("{folder}/.venv/bin/kbo-screen", [], ".venv/bin/kbo-screen"),
        ("{folder}/.venv/bin/kbo-screen", [".venv/bin"], "kbo-screen"),
        ("{folder}/.venv/bin/kbo-screen", ["own"], "kbo-screen"),
        ("{folder}/.venv/bin/kbo-screen", ["other"], ".venv/bin/kbo-screen"),
        ("{folder}/kbo-screen", [], "./kbo-screen"),
        ("/งาน ๑/kbo-screen", [], "'/งาน ๑/kbo-screen'"),
        ("{folder}/kbo_screen/__main__.py", [], "kbo-screen"),
    ],
)
def test_the_program_is_printed_as_it_can_be_typed(
    called: str,
    folders_of_path: list[str],
    word: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By its name only where the shell finds this one; `own` holds a link to it, `other` another one."""
    for folder in (".venv/bin", "own", "other"):
        (tmp_path / folder).mkdir(parents=True)
    for folder in (".venv/bin", "other"):
        (tmp_path / folder / "kbo-screen").touch(0o755)
    (tmp_path / "own" / "kbo-screen").symlink_to(tmp_path / ".venv/bin/kbo-screen")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [called.format(folder=tmp_path)])
    paths = [str(tmp_path / folder) for folder in folders_of_path]
    monkeypatch.setenv("PATH", ":".join(paths))
    assert shell_words.program_word("kbo-screen") == word


OLD_CONFIG = """\
# สำนักงานของเรา
letter = "chachoengsao_2566"  # ของปีนี้
# registry = ["ทะเบียน.xlsx"]

[headers]
star = "คะแนน"  # ชื่อเดิม

[values.star]
3 = [
    "สามดวง", # ตามสมุดเดิม
]
"""


def test_a_changed_config_keeps_its_comments() -> None:
    changes = {
        "registry": ["ก.xlsx"],
        "take": 5,
        "headers": {"star": ["ค่าที่ได้"]},
        "values": {
            "star": {"3": ["ดี"], "none": ["รอ"]},
            "potential": {"yes": ["พร้อม"]},
        },
        "columns": {"group_name": "ชื่อ > เต็ม"},
    }
    assert changed_config(OLD_CONFIG, changes, Path("kbo-screen.toml")) == (
        """\
# สำนักงานของเรา
letter = "chachoengsao_2566"  # ของปีนี้
# registry = ["ทะเบียน.xlsx"]
registry = ["ก.xlsx"]
take = 5

[headers]
star = ["คะแนน", "ค่าที่ได้"]  # ชื่อเดิม

[values.star]
3 = [
    "สามดวง", # ตามสมุดเดิม
    "ดี",
]
none = ["รอ"]

[values.potential]
yes = ["พร้อม"]

[columns]
group_name = "ชื่อ > เต็ม"
"""
    )


@on_terminal
def test_the_old_config_is_kept_beside_the_new(office: Path) -> None:
    (office / "kbo-screen.toml").write_text(OLD_CONFIG, encoding="utf-8")
    registry = "'ทะเบียน 66.xlsx'"
    done = guided(office, "4", registry, "1", "", "", "1", "1", "0")
    assert done.exit_code == 0
    assert "# ชื่อเดิม" in (office / "kbo-screen.toml").read_text("utf-8")
    (old,) = office.glob("kbo-screen (*).toml")
    assert old.read_text("utf-8") == OLD_CONFIG
