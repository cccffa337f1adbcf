"""The screens of every command, whole, at 80 and 120 columns in both languages.

- They are as they were looked at (`python -m tests.tools.screens` writes them anew).
- Nothing is wider than the terminal but a command, which is there to be copied.
- A command that is shown to be typed next runs as it stands.
- The shortfall of a province takes 40 lines at most, however many districts are short; a check of its lists about so.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.vocabulary.areas import districts_of
from kbo_screen.vocabulary.thai_text import display_width
from tests.tools.registries import write_xlsx
from tests.tools.screens import (
    FOLDER,
    LANGUAGES,
    SAMPLE,
    SCREENS,
    WIDTHS,
    screen_of,
    screens_of,
)

#: Lines of a page of help that names commands, and of steps.
COMMAND = re.compile(r"kbo-screen \w")


@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_as_they_were_looked_at(name: str) -> None:
    """By turns the narrow one in Thai and the wide one in English; the others in the long run."""
    turn = list(SCREENS).index(name) % 2
    lang, width = LANGUAGES[turn], WIDTHS[turn]
    screens = (FOLDER / f"{name}.txt").read_text("utf-8")
    assert screen_of(name, lang, width) in screens


@pytest.mark.slow
@pytest.mark.parametrize("name", SCREENS)
def test_all_screens_are_as_they_were_looked_at(name: str) -> None:
    assert (FOLDER / f"{name}.txt").read_text("utf-8") == screens_of(name)


@pytest.mark.parametrize("name", SCREENS)
def test_nothing_is_wider_than_the_terminal(name: str) -> None:
    width = 0
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if head := re.match(r"=== \w\w (\d+):", line):
            width = int(head[1])
        elif not COMMAND.search(line):
            assert display_width(line) <= width, line


@pytest.mark.parametrize("command", ["rank", "shortfall"])
def test_the_next_steps_run_as_they_are_printed(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a blank in the name of the registry, and an option that the next commands take too."""
    shutil.copy(SAMPLE / "registry.xlsx", tmp_path / "my registry.xlsx")
    shutil.copy(SAMPLE / "projects.xlsx", tmp_path)
    monkeypatch.chdir(tmp_path)
    words = [command, "my registry.xlsx", "--projects", "projects.xlsx"]
    done = CliRunner().invoke(app, [*words, "--lang", "th"])
    steps = re.findall(r"^  \d\. .*?: kbo-screen (.+)$", done.stdout, re.MULTILINE)
    assert 3 <= len(steps) <= 5
    for step in steps:
        next_done = CliRunner().invoke(app, shlex.split(step))
        assert next_done.exit_code == 0, next_done.output
        assert "--projects projects.xlsx" in step or step.startswith("explain")


def test_the_next_steps_of_a_check_run_as_they_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong in the lists is their exit code, not that of the steps."""
    shutil.copytree(SAMPLE, tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    words = ["validate", "submissions", "--registry", "registry.xlsx"]
    done = CliRunner().invoke(app, [*words, "--lang", "th"])
    steps = re.findall(r"^  \d\. .*?: kbo-screen (.+)$", done.stdout, re.MULTILINE)
    assert len(steps) == 4
    exit_codes = [
        CliRunner().invoke(app, shlex.split(step)).exit_code for step in steps
    ]
    assert exit_codes == [1, 1, 1, 0]
    assert len(list(Path("ส่งคืน").iterdir())) == 4
    names = {path.name for path in Path().glob("*.xlsx")}
    assert names >= {"ผลตรวจ.xlsx", "บัญชีจังหวัด.xlsx"}


def test_the_district_of_a_list_that_names_none_narrows_no_next_step() -> None:
    """`shortfall` would look at that district alone, and ask which ones are short."""
    files = [str(SAMPLE / "submissions"), "--registry", str(SAMPLE / "registry.xlsx")]
    words = ["validate", *files, "--district", "บางคล้า", "--lang", "en"]
    done = CliRunner().invoke(app, words)
    steps = re.findall(
        r"^  \d\. .*?: kbo-screen (\w+) (.+)$", done.stdout, re.MULTILINE
    )
    narrowed = [command for command, words in steps if "--district บางคล้า" in words]
    assert [command for command, _ in steps] == [*["validate"] * 3, "shortfall"]
    assert narrowed == ["validate"] * 3


def screens(name: str) -> list[str]:
    """What stdout of a command is at each width in each language."""
    parts = (FOLDER / f"{name}.txt").read_text("utf-8").split("=== ")[1:]
    return [part.partition("--- ")[0] for part in parts]


def test_the_first_screen_of_a_rank_ends_with_the_lists() -> None:
    """Findings in a line, reserves by their number; `--all` shows them."""
    for screen in screens("rank"):
        assert not re.search(r"\[\w+\.[\w-]+\]", screen)
        assert screen.count("--verbose)\n") == 1
        assert len(screen.splitlines()) <= 90
    for screen in screens("rank-lists"):
        assert "[cell.unknown-district]" in screen


#: A district of each of two provinces whose name many others have too.
COUNTRY = [
    ["จังหวัด", "อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ผลิตภัณฑ์", "ระดับดาว ปี 2565"],
    ["นครราชสีมา", "เฉลิมพระเกียรติ", "กลุ่มหนึ่ง", "กลุ่มผู้ผลิตชุมชน", "ผ้า", "รอผล"],
    ["สระบุรี", "เฉลิมพระเกียรติ", "กลุ่มสอง", "กลุ่มผู้ผลิตชุมชน", "ผ้า", "3"],
]


def test_a_country_names_each_district_with_its_province_and_leads_to_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_xlsx(tmp_path / "country.xlsx", COUNTRY)
    monkeypatch.chdir(tmp_path)
    words = ["country.xlsx", "--province", "all", "--today", "26/12/2565"]
    calls = CliRunner().invoke(app, ["shortfall", *words, "--lang", "th"]).stdout
    assert "กลุ่มหนึ่ง อำเภอเฉลิมพระเกียรติ จังหวัดนครราชสีมา สอบถาม" in calls
    assert "เขตพระนคร กรุงเทพมหานคร: เสนอได้ไม่เกิน 0 กลุ่ม" in calls
    ranked = CliRunner().invoke(app, ["rank", *words, "--lang", "en"])
    (step,) = re.findall(r"one province: kbo-screen (.+)$", ranked.stdout, re.MULTILINE)
    assert step == "rank country.xlsx --lang en --province สระบุรี"
    districts = CliRunner().invoke(app, shlex.split(step)).stdout
    assert re.search(r"^เฉลิมพระเกียรติ +short", districts, re.MULTILINE)
    everything = CliRunner().invoke(app, ["rank", *words, "--all", "--lang", "th"])
    assert "อำเภอเฉลิมพระเกียรติ จังหวัดสระบุรี" in everything.stdout


@pytest.mark.parametrize(
    "call",
    [
        "form registry.xlsx -o forms",
        "rank registry.xlsx -o list.xlsx",
        "validate submissions --registry registry.xlsx",
        "meeting --proposed --registry registry.xlsx -o meeting",
    ],
)
def test_a_registry_of_another_province_says_so_first(
    call: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(SAMPLE, tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    words = [*call.split(), "--today", "26/12/2565", "--lang", "en"]
    elsewhere = CliRunner().invoke(app, [*words, "--province", "ชลบุรี"])
    assert elsewhere.stderr.startswith("The registry holds no row of ชลบุรี, only 261")
    if call.startswith(("form", "rank")):
        narrow = CliRunner().invoke(app, [*words, "--district", "ราชสาส์น", "--force"])
        assert narrow.stderr.startswith("The registry holds no row of ราชสาส์น.\n")


def test_the_next_steps_after_forms_run_as_they_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two districts are no option of a check, which takes the district of one list."""
    shutil.copy(SAMPLE / "registry.xlsx", tmp_path / "my registry.xlsx")
    monkeypatch.chdir(tmp_path)
    districts = ["--district", "บางคล้า", "--district", "ท่าตะเกียบ"]
    words = ["form", "my registry.xlsx", "-o", "my forms", *districts, "--lang", "en"]
    done = CliRunner().invoke(app, words)
    steps = re.findall(r"^  \d\. .*?: kbo-screen (.+)$", done.stderr, re.MULTILINE)
    assert steps == [
        "validate --registry 'my registry.xlsx' --lang en 'my forms'",
        "shortfall 'my registry.xlsx' --district บางคล้า --district ท่าตะเกียบ --lang en",
    ]
    exit_codes = [
        CliRunner().invoke(app, shlex.split(step)).exit_code for step in steps
    ]
    assert exit_codes == [1, 0]  # nobody has filled them in
    quiet = CliRunner().invoke(app, [*words, "--force", "-q"])
    assert quiet.output == ""
    words[words.index("my forms")] = "./-forms"
    assert "--lang en ./-forms\n" in CliRunner().invoke(app, words).stderr


def test_a_registry_that_begins_with_a_hyphen_is_no_option_of_a_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(SAMPLE / "registry.xlsx", tmp_path / "-registry.xlsx")
    monkeypatch.chdir(tmp_path)
    words = ["./-registry.xlsx", "--lang", "en"]
    for command in ("rank", "shortfall"):
        screen = CliRunner().invoke(app, [command, *words]).stdout
        steps = re.findall(r"^  \d\. .*?: kbo-screen (.+)$", screen, re.MULTILINE)
        assert steps
        assert all(" ./-registry.xlsx" in step for step in steps)
    (forms,) = [step for step in steps if step.startswith("shortfall") and "-o" in step]
    assert CliRunner().invoke(app, shlex.split(forms)).exit_code == 0


def test_where_nothing_is_to_be_asked_no_answers_are_awaited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = [*COUNTRY[0], "Quadrant", "ปีที่ลงทะเบียน", "โครงการอื่น ปี 2566"]
    kind = "กลุ่มผู้ผลิตชุมชน"
    place = ["ฉะเชิงเทรา", "บางคล้า"]
    row = [*place, "กลุ่มหนึ่ง", kind, "ผ้า", "3", "A", "2560", "ไม่มี"]
    write_xlsx(tmp_path / "sure.xlsx", [header, row])
    monkeypatch.chdir(tmp_path)
    words = ["shortfall", "sure.xlsx", "--lang", "th"]
    screen = CliRunner().invoke(app, words).stdout
    assert (
        "1. บันทึกไว้พิมพ์: kbo-screen shortfall sure.xlsx --lang th -o ที่ยังขาด.xlsx"
        in screen
    )
    written = CliRunner().invoke(app, [*words, "-o", "ที่ยังขาด.xlsx"])
    assert written.exit_code == 0
    assert "เมื่อกรอกคำตอบแล้ว" not in written.output


def test_the_check_of_a_province_is_shown_in_short() -> None:
    """As many errors of rejected lists as there is room for; the first in any case."""
    for screen in (FOLDER / "validate.txt").read_text("utf-8").split("=== ")[1:]:
        _head, *lines = screen.partition("--- exit code")[0].splitlines()
        assert len(lines) <= 42, screen
        assert any("--all" in line for line in lines)


def test_the_shortfall_of_a_province_takes_forty_lines() -> None:
    names = ("shortfall", "shortfall-sent", "shortfall-lists", "shortfall-all-short")
    for name in names:
        for screen in (FOLDER / f"{name}.txt").read_text("utf-8").split("=== ")[1:]:
            _head, *lines = screen.partition("--- exit code")[0].splitlines()
            assert len(lines) <= 40, screen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_so_does_one_of_many_districts_of_which_a_condition_has_no_column(
    lang: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tables have as many rows as the stamp and the folded calls leave room for."""
    districts = [area.district for area in districts_of("กรุงเทพมหานคร")]
    rows = [
        [
            "กรุงเทพมหานคร",
            district,
            f"กลุ่ม {district}",
            "กลุ่มผู้ผลิตชุมชน",
            "ผ้า",
            "รอผล",
            "A",
            "2560",
            "-",
        ]
        for district in districts
    ]
    header = [*COUNTRY[0], "Quadrant", "ปีที่ลงทะเบียน", "โครงการอื่น ปี 2566"]
    write_xlsx(tmp_path / "city.xlsx", [header, *rows])
    monkeypatch.chdir(tmp_path)
    words = ["shortfall", "city.xlsx", "--province", "กรุงเทพมหานคร", "--lang", lang]
    environment = {"COLUMNS": "80"}
    done = CliRunner().invoke(app, [*words, "--today", "26/12/2565"], env=environment)
    lines = done.stdout.splitlines()
    assert 38 <= len(lines) <= 40, done.stdout
