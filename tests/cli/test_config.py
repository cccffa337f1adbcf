"""`kbo-screen.toml`: what an office would otherwise type into every run.

- Its keys stand behind the options: the command line and the environment win.
- Paths are meant from its folder; the registry may be left out of the command.
- More headers, more words for values and the cut-offs of names count in the run, and only in it.
- A fault is told with its line and the nearest key; all faults at once.
- The receipt says which file it was and which options it gave.
- `config init` writes one that reads back.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.sources.config.config_file import read_config
from tests.cli.test_commands import ROOT
from tests.tools.lists import make_run
from tests.tools.registries import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

OWN_WORDS = [
    ["บางคล้า", "หนึ่ง", "กลุ่มอาชีพ", "ผ้า", "3"],
    ["บางคล้า", "สอง", "กลุ่มอาชีพ", "เสื่อ", "สามดวง"],
]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a registry and a config."""
    make_run(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kbo-screen.toml").write_text(
        'registry = "registry.xlsx"\nlang = "en"\ntake = 2\n', encoding="utf-8"
    )
    return tmp_path


def run(*words: object, **env: str) -> Result:
    return CliRunner().invoke(
        app, [str(word) for word in words], env={"COLUMNS": "110", **env}
    )


def test_the_working_folder_s_config_gives_the_registry_and_the_language(
    office: Path,
) -> None:
    done = run("rank", "--line")
    assert done.exit_code == 0
    assert done.stdout.startswith("KBO ฉะเชิงเทรา: at least 3 groups per district")


def test_the_command_line_wins_and_so_does_the_environment(office: Path) -> None:
    assert run("rank", "--line", "--lang", "th").stdout.startswith("KBO จังหวัดฉะเชิงเทรา")
    assert run("rank", "--line", KBO_SCREEN_LANG="th").stdout.startswith(
        "KBO จังหวัดฉะเชิงเทรา"
    )
    selected = [
        sum(g["selected"] for g in d["groups"])
        for d in json.loads(run("rank", "--format", "json").stdout)["districts"]
    ]
    assert max(selected) == 2
    more = json.loads(run("rank", "--format", "json", "--take", "4").stdout)[
        "districts"
    ]
    assert max(sum(g["selected"] for g in d["groups"]) for d in more) == 4


def test_the_receipt_says_what_came_from_where(office: Path) -> None:
    options = json.loads(run("rank", "--format", "json", "--take", "4").stdout)[
        "receipt"
    ]["options"]
    assert options["config"]["file"] == "kbo-screen.toml"
    assert options["config"]["options"] == ["lang", "registry"]
    assert len(options["config"]["sha256"]) == 64
    assert options["take"] == 4


def test_the_hash_of_a_config_is_no_telephone_number(office: Path) -> None:
    """Hidden digits would tell `replay` of a config that nobody changed."""
    config = office / "kbo-screen.toml"
    old_text = config.read_text("utf-8")
    comments = (f"{old_text}\n# {number}\n" for number in range(100_000))
    new_text = next(
        text
        for text in comments
        if re.search(r"[a-f]0\d{8,9}[a-f]", hashlib.sha256(text.encode()).hexdigest())
    )
    config.write_text(new_text, "utf-8")
    receipt = json.loads(run("rank", "--format", "json").stdout)["receipt"]
    new_hash = hashlib.sha256(new_text.encode()).hexdigest()
    assert receipt["options"]["config"]["sha256"] == new_hash


def test_numbers_of_people_in_a_row_are_no_hash(office: Path) -> None:
    """As many digits as a hash has signs, as the header of a column that is named by hand."""
    numbers = "0810009991" * 6 + "0810"
    book = load_workbook(office / "registry.xlsx")
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(max_row=6):
        for cell in row:
            if "Quadrant" in str(cell.value):
                cell.value = numbers
    book.save(office / "registry.xlsx")
    done = run("rank", "--format", "json", "--column", f"quadrant={numbers}")
    assert done.exit_code == 0, done.output
    assert "0810009991" not in done.output


def test_paths_are_meant_from_the_folder_of_the_config(
    office: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    os.chdir(tmp_path / "elsewhere")
    assert run("rank", "--line").exit_code == 2  # usage.no-registry
    assert run("rank", "--line", "--config", "../kbo-screen.toml").exit_code == 0


def test_one_word_is_the_group_where_the_config_names_the_registry(
    office: Path,
) -> None:
    assert "กลุ่มทอผ้าบ้านดอนทราย" in run("explain", "240200001").stdout
    assert "กลุ่มทอผ้าบ้านดอนทราย" in run("explain", "registry.xlsx", "240200001").stdout
    nothing = run("explain", "--lang", "en")
    assert (nothing.exit_code, nothing.stderr.splitlines()[0]) == (
        2,
        "The group was not given (GROUP).",
    )


def test_more_words_of_the_office_count_in_the_run(office: Path) -> None:
    write_csv(
        office / "own.csv",
        ["อำเภอ", "นามคณะผู้ทำ", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"],
        OWN_WORDS,
    )
    assert run("rank", "own.csv", "--format", "json").exit_code == 3, (
        "no header of a group's name is known"
    )
    (office / "own.toml").write_text(
        '[headers]\ngroup_name = "นามคณะผู้ทำ"\n[values.producer_type]\ncommunity_group = ["กลุ่มอาชีพ"]\n[values.star]\n3 = ["สามดวง"]\n',
        encoding="utf-8",
    )
    payload = json.loads(
        run("rank", "own.csv", "--format", "json", "--config", "own.toml").stdout
    )
    groups = next(
        d["groups"] for d in payload["districts"] if d["district"] == "บางคล้า"
    )
    assert [(g["group_name"], g["star"], g["certainty"]) for g in groups] == [
        ("สอง", 3, "certain"),
        ("หนึ่ง", 3, "certain"),
    ]
    assert payload["receipt"]["options"]["config"]["values"] == {
        "producer_type": {"community_group": ["กลุ่มอาชีพ"]},
        "star": {"3": ["สามดวง"]},
    }
    assert run("rank", "own.csv").exit_code == 3, "the next run does not know them"


def test_the_office_s_words_do_not_reach_the_letter_s_examples(office: Path) -> None:
    """ "?" as a community group: the example with a doubtful type still holds."""
    (office / "kbo-screen.toml").write_text(
        'registry = "registry.xlsx"\n[values.producer_type]\ncommunity_group = ["?"]\n',
        encoding="utf-8",
    )
    assert run("rank", "--line").exit_code == 0


def test_the_cut_offs_of_names_may_be_moved(office: Path) -> None:
    write_csv(
        office / "projects.csv", ["อำเภอ", "ชื่อกลุ่ม"], [["บางคล้า", "กลุ่มทอผ้าบ้านดอนซาย"]]
    )
    config = 'registry = "registry.xlsx"\nprojects = "projects.csv"\n[matching]\nsame = {same}\nperhaps = 60\n'

    def project_of(same: int) -> str:
        (office / "kbo-screen.toml").write_text(
            config.replace("{same}", str(same)), encoding="utf-8"
        )
        groups = next(
            d["groups"]
            for d in json.loads(run("rank", "--format", "json").stdout)["districts"]
            if d["district"] == "บางคล้า"
        )
        own = [g for g in groups if g["group_id"] == "240200001"]
        return "in project" if not own else own[0]["certainty"]

    assert [project_of(same) for same in (100, 65)] == ["check", "in project"]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ('lnag = "th"', "config.unknown-key", ["1: lnag", "“lang”"]),
        ('registry = "a.xlsx"\n\ntake = 0', "config.bad-value", ["3: take", "“0”"]),
        (
            "[columns]\n\nstars = 'x'",
            "config.unknown-key",
            ["3: columns.stars", "“star”"],
        ),
        ("columns.stars = 'x'", "config.unknown-key", ["1: columns.stars", "“star”"]),
        (
            "[values.quadrant]\nE = ['x']",
            "config.unknown-key",
            ["2: values.quadrant.E", "“E” is not known.\n"],
        ),
        (
            "[values.producer_type]\ncommunity_groop = ['x']",
            "config.unknown-key",
            ["2:", "“community_group”"],
        ),
        (
            "columns = 3",
            "config.bad-value",
            ["1: columns", "“3”", "a table of its own"],
        ),
        ("take = 'x'", "config.bad-value", ["1: take", "a whole number is wanted"]),
        ("lang = 'fr'", "config.bad-value", ["1: lang", "write one of: th, en"]),
        (
            "[matching]\nsame = 60\nperhaps = 70",
            "config.bad-value",
            ["1: matching", "same (60) must not be less"],
        ),
        ("[matching]\nsmae = 90", "config.unknown-key", ["2: matching.smae", "“same”"]),
        ("lang = th", "config.not-toml", ["kbo-screen.toml", "line 1, column 8"]),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_remedy(
    text: str,
    code: str,
    words: list[str],
    office: Path,
) -> None:
    from kbo_screen.findings import UsageError

    path = office / "kbo-screen.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_config(path)
    assert [finding.code for finding in caught.value.findings] == [code]
    done = run("rank", "registry.xlsx", "--lang", "en")
    assert done.exit_code == 2
    for word in words:
        assert word in done.stderr


def test_every_fault_at_once(office: Path) -> None:
    config = 'lnag = "th"\ntake = 0\n[columns]\nstars = "x"\ngroop_name = "y"\n'
    (office / "kbo-screen.toml").write_text(config, encoding="utf-8")
    assert run("rank", "--lang", "en").stderr.count("line ") == 4


@pytest.mark.parametrize(
    "config",
    ["take = 'x'", "lang = th", "lang = 'fr'", "columns = 3", "[matching]\nsame = 20"],
)
def test_a_fault_is_told_in_thai_alone(config: str, office: Path) -> None:
    """No word of a library stands in a Thai message, only the keys and values of the file."""
    (office / "kbo-screen.toml").write_text(config, encoding="utf-8")
    said = run("rank", "--lang", "th").stderr
    words = set(re.findall(r"[A-Za-z]{3,}", said)) - {
        "kbo",
        "screen",
        "toml",
        "config",
        "init",
        "TOML",
    }
    assert words <= {"take", "lang", "columns", "matching", "same"}


def test_a_missing_config_is_told_in_thai_alone(office: Path) -> None:
    assert (
        "“nowhere.toml” ไม่ได้ (ไม่มีไฟล์นี้)"
        in run("rank", "--lang", "th", "--config", "nowhere.toml").stderr
    )


def test_a_config_that_is_not_there(office: Path) -> None:
    done = run("rank", "registry.xlsx", "--config", "nowhere.toml", "--lang", "en")
    assert done.exit_code == 2  # config.unreadable
    assert "nowhere.toml" in done.stderr


def test_config_init_writes_what_reads_back(office: Path, tmp_path: Path) -> None:
    (tmp_path / "kbo-screen.toml").unlink()
    done = run(
        "config",
        "init",
        "registry.xlsx",
        "--take",
        "5",
        "--lang",
        "en",
        "--column",
        "star=คะแนน",
        "--projects",
        "projects.csv",
    )
    assert done.exit_code == 0
    text = (tmp_path / "kbo-screen.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {
        "registry": ["registry.xlsx"],
        "take": 5,
        "lang": "en",
        "columns": {"star": "คะแนน"},
        "projects": ["projects.csv"],
    }
    assert "# [values.producer_type]" in text
    assert read_config(tmp_path / "kbo-screen.toml").config.take == 5
    assert run("config", "init").exit_code == 2, (
        "never over another file without --force"
    )
    uncommented = "\n".join(
        line.removeprefix("# ")
        for line in text.splitlines()
        if " = " in line or line.startswith(("# [", "["))
    )
    (tmp_path / "all.toml").write_text(uncommented, encoding="utf-8")
    read_config(tmp_path / "all.toml")


# Completion.


def offered(*words: str, protocol: str = "bash") -> list[str]:
    """What a shell shows after TAB behind these words, by the protocol of that shell."""
    typed = " ".join(["kbo-screen", *words])
    env = {
        "_KBO_SCREEN_COMPLETE": f"complete_{protocol}",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words)),
        "_TYPER_COMPLETE_ARGS": typed,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
    }
    done = CliRunner().invoke(app, [], env=env, prog_name="kbo-screen")
    return (
        done.stdout.split("\n")[:-1]
        if done.stdout.endswith("\n")
        else done.stdout.split("\n")
    )


def test_a_shell_offers_letters_districts_groups_and_paths(office: Path) -> None:
    assert offered("rank", "registry.xlsx", "--letter", "cha") == ["chachoengsao_2566"]
    assert offered("rank", "registry.xlsx", "--district", "บาง") == [
        "บางคล้า",
        "บางน้ำเปรี้ยว",
        "บางปะกง",
    ]
    assert offered(
        "rank", "registry.xlsx", "--province", "ระนอง", "--district", "กะ"
    ) == ["กะเปอร์"]
    assert "กลุ่มทอผ้าบ้านดอนทราย" in offered("explain", "registry.xlsx", "กลุ่มท")
    assert "กลุ่มทอผ้าบ้านดอนทราย" in offered(
        "explain", "registry.xlsx", "240200001", "--against", "กลุ่มท"
    )
    assert "กลุ่มทอผ้าบ้านดอนทราย" in offered("explain", "กลุ่มท"), (
        "the config names the registry"
    )
    assert "กลุ่มทอผ้าบ้านดอนทราย" in offered("explain", "240200001", "--against", "กลุ่มท")
    assert offered("whatif", "registry.xlsx", "--variant", "star-in-range.m") == [
        "star-in-range.min=",
        "star-in-range.max=",
    ]
    assert offered("explain", "nowhere.xlsx", "กลุ่ม") == [""], (
        "what cannot be read is not offered"
    )


def test_only_letters_are_offered_as_letters(office: Path) -> None:
    letter = office / "mine.toml"
    letter.write_text(
        (ROOT / "tests" / "letters" / "second_letter.toml").read_text("utf-8"),
        encoding="utf-8",
    )
    (office / "other.toml").write_text('registry = "a.xlsx"\n', encoding="utf-8")
    assert offered("rank", "registry.xlsx", "--letter", "") == [
        "chachoengsao_2566",
        "mine.toml",
    ]


def test_a_name_with_a_space_stays_one_word(office: Path) -> None:
    """bash and PowerShell take what they are given; zsh and fish quote it themselves."""
    header = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"]
    write_csv(
        office / "own.csv",
        header,
        [["บางคล้า", "กลุ่มน้ำปลา บ้านใหม่ (2)", "กลุ่ม", "น้ำปลา", "3"]],
    )
    assert offered("explain", "own.csv", "กลุ่มน") == [r"กลุ่มน้ำปลา\ บ้านใหม่\ \(2\)"]
    assert offered("explain", "own.csv", r"กลุ่มน้ำปลา\ บ") == [r"กลุ่มน้ำปลา\ บ้านใหม่\ \(2\)"]
    assert offered("explain", "own.csv", '"กลุ่มน') == ["กลุ่มน้ำปลา บ้านใหม่ (2)"]
    assert offered("explain", "own.csv", "กลุ่มน", protocol="pwsh") == [
        "'กลุ่มน้ำปลา บ้านใหม่ (2)'::: "
    ]
    (zsh,) = offered("explain", "own.csv", "กลุ่มน", protocol="zsh")
    assert '"กลุ่มน้ำปลา บ้านใหม่ (2)"' in zsh
