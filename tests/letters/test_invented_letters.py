"""Three invented letters run through every command and report, each with reasons of its own.

- No command and no format fails, on a registry with every column and on one that lacks the optional ones.
- The reasons speak of the letter's own preference and conditions.
- A condition on the standard judges the group by the best of its rows.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from tests.tools.registries import text_table, write_csv

FOLDER = Path(__file__).parent
LETTERS = ("quadrant_first", "standard_needed", "three_tiers")
REGISTRY = text_table("""
    | อำเภอ | รหัสผู้ผลิต | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2567 | สถานะ มชช. | Quadrant | ปีที่ลงทะเบียน | โครงการอื่น ปี 2568 | ศักยภาพ |
    | บางคล้า | 240200001 | กลุ่มทอผ้าบ้านหนองแหน | กลุ่มผู้ผลิตชุมชน | ผ้าขาวม้า | 3 | | C | 2561 | | |
    | บางคล้า | 240200002 | กลุ่มจักสานบ้านหัวไทร | กลุ่มผู้ผลิตชุมชน | ตะกร้า | 2 | ผ่าน | A | 2562 | | มี |
    | บางคล้า | 240200003 | กลุ่มขนมไทยบ้านวังเย็น | กลุ่มผู้ผลิตชุมชน | ขนมชั้น | 1 | | | 2562 | | มี |
    | บางคล้า | 240200003 | กลุ่มขนมไทยบ้านวังเย็น | กลุ่มผู้ผลิตชุมชน | ทองหยอด | - | อยู่ระหว่างการพัฒนา | B | 2562 | | |
    | บางคล้า | 240200004 | เรือนไม้บ้านโพธิ์ทอง | รายเดียว | เก้าอี้ | 3 | ผ่าน | B | 2550 | | มี |
    | บางน้ำเปรี้ยว | 240300001 | กลุ่มปลาร้าบ้านคลองสอง | กลุ่มผู้ผลิตชุมชน | ปลาร้า | - | ไม่ผ่าน | D | 2565 | ? | |
""")
#: Columns of the registry that has no more than the required ones and the standard.
FEW = 7


def run(letter: str, *words: object, lang: str = "en") -> Any:
    path = FOLDER / f"{letter}.toml"
    arguments = [str(word) for word in words] + ["--letter", str(path), "--lang", lang]
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "120"})


@pytest.fixture(params=["every column", "few columns"])
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    rows = (
        REGISTRY if request.param == "every column" else [row[:FEW] for row in REGISTRY]
    )
    return write_csv(tmp_path / "r.csv", rows[0], rows[1:])


@pytest.mark.parametrize("letter", LETTERS)
def test_every_command_and_report_knows_the_letter(
    letter: str, registry: Path, tmp_path: Path
) -> None:
    forms = tmp_path / "forms"
    commands: list[tuple[object, ...]] = [
        *(
            ("rank", registry, "--format", kind)
            for kind in ("table", "json", "csv", "html")
        ),
        ("rank", registry, "-o", tmp_path / "rank.xlsx"),
        ("rank", registry, "--line"),
        ("explain", registry, "กลุ่มทอผ้าบ้านหนองแหน"),
        ("explain", registry, "กลุ่มขนมไทยบ้านวังเย็น", "--against", "กลุ่มจักสานบ้านหัวไทร"),
        *(
            ("shortfall", registry, "--format", kind)
            for kind in ("table", "json", "csv", "html")
        ),
        ("shortfall", registry, "-o", tmp_path / "shortfall.xlsx", "--each"),
        *(
            ("whatif", registry, "--variant", "quota=3", "--format", kind)
            for kind in ("table", "json", "csv")
        ),
        ("whatif", registry, "--variant", "preference=off"),
        ("form", registry, "-o", forms, "--prefill"),
        *(
            (
                "validate",
                forms,
                "--registry",
                registry,
                "--fail-on",
                "never",
                "--format",
                kind,
            )
            for kind in ("table", "json", "csv", "html")
        ),
        ("shortfall", registry, "--submissions", forms),
        ("inspect", registry),
    ]
    for words in commands:
        done = run(letter, *words)
        assert done.exit_code == 0, (words, done.output)
    path = str(FOLDER / f"{letter}.toml")
    for words in (["letter", "check", path], ["letter", "show", path]):
        assert CliRunner().invoke(app, words).exit_code == 0


@pytest.fixture
def whole_registry(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "r.csv", REGISTRY[0], REGISTRY[1:])


def reasons(letter: str, registry: Path, lang: str) -> dict[str, str]:
    done = run(letter, "rank", registry, "--format", "csv", lang=lang)
    return {
        row["group_name"]: row["reason"]
        for row in csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff")))
    }


def test_reasons_speak_of_the_letter_s_own_preference(whole_registry: Path) -> None:
    """The quadrant of another row of the group counts; a group without one that is preferred says nothing."""
    by_quadrant = reasons("quadrant_first", whole_registry, "en")
    assert by_quadrant["กลุ่มขนมไทยบ้านวังเย็น"].endswith(
        "; quadrant B, so it comes first (clause 2)"
    )
    assert "comes first" not in by_quadrant["กลุ่มทอผ้าบ้านหนองแหน"]
    assert (
        "Quadrant A"
        in reasons("quadrant_first", whole_registry, "th")["กลุ่มจักสานบ้านหัวไทร"]
    )
    by_type = reasons("standard_needed", whole_registry, "en")
    assert (
        "producer type community producer group, so it comes first"
        in by_type["กลุ่มจักสานบ้านหัวไทร"]
    )
    assert "comes first" not in by_type["เรือนไม้บ้านโพธิ์ทอง"]
    by_potential = reasons("three_tiers", whole_registry, "en")
    assert (
        "potential yes, so it comes first (clause 2)" in by_potential["เรือนไม้บ้านโพธิ์ทอง"]
    )


def test_the_standard_as_a_condition_judges_the_group(whole_registry: Path) -> None:
    """The product that the group stands by says nothing of it; another row does."""
    done = run("standard_needed", "rank", whole_registry, "--format", "json")
    groups = {
        group["group_name"]: group
        for group in json.loads(done.stdout)["districts"][0]["groups"]
    }
    sweets = groups["กลุ่มขนมไทยบ้านวังเย็น"]
    assert (sweets["product_name"], sweets["tier"], sweets["certainty"]) == (
        "ขนมชั้น",
        "stars",
        "certain",
    )
    assert sweets["reason"].startswith("standard: applied, developing, 1 stars")
    assert groups["กลุ่มทอผ้าบ้านหนองแหน"]["to_confirm"] == ["standard"]


def test_a_list_is_held_against_the_standard_of_the_group(tmp_path: Path) -> None:
    """Passed or developing, the condition holds; another row of the group says the standard."""
    header, *rows = REGISTRY
    registry = write_csv(tmp_path / "r.csv", header, rows)
    names = ["อำเภอ", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "สถานะ มชช.", "ชื่อผู้แทน"]
    named = ["บางคล้า", "กลุ่มขนมไทยบ้านวังเย็น", "ขนมชั้น", "ผ่าน", "นางมาลี ใจดี"]
    submission = write_csv(tmp_path / "list.csv", names, [named])
    options = ("--registry", registry, "--format", "json")
    done = run("standard_needed", "validate", submission, *options)
    (file,) = json.loads(done.stdout)["files"]
    severities = {finding["code"]: finding["severity"] for finding in file["findings"]}
    assert severities["registry.standard-differs"] == "warning"


def test_a_condition_that_alone_makes_the_letter_and_has_no_column_is_said(
    tmp_path: Path,
) -> None:
    """Nothing can be screened: a stamp says so, and no lever leaves the letter empty."""
    text = (FOLDER / "quadrant_first.toml").read_text(encoding="utf-8")
    start, end = (
        text.index('[[conditions]]\nid = "community"'),
        text.index('[[conditions]]\nid = "registered"'),
    )
    only = text[:start] + text[end:].replace('"stamp"', '"tier-unavailable"', 1)
    begin, stop = (
        only.index('[[tiers]]\nid = "stars"'),
        only.index('[[tiers]]\nid = "later"'),
    )
    only = (only[:begin] + only[stop:]).replace(
        'requires = ["community", "registered"]', 'requires = ["registered"]'
    )
    only = only.replace(
        'tier = "stars"\ncertainty = "certain"', 'tier = "later"\ncertainty = "check"'
    )
    letter = tmp_path / "only.toml"
    letter.write_text(only, encoding="utf-8")
    registry = write_csv(
        tmp_path / "r.csv", REGISTRY[0][:FEW], [row[:FEW] for row in REGISTRY[1:]]
    )
    for words in (
        ["rank"],
        ["rank", "--format", "json"],
        ["rank", "--format", "html"],
        ["shortfall"],
    ):
        done = CliRunner().invoke(
            app,
            [
                words[0],
                str(registry),
                *words[1:],
                "--letter",
                str(letter),
                "--lang",
                "en",
            ],
        )
        assert done.exit_code == 0, done.output
    assert (
        "registered 2560 to 2567"
        in CliRunner()
        .invoke(app, ["rank", str(registry), "--letter", str(letter), "--lang", "en"])
        .stdout
    )
