"""Every word that keeps groups out as another project is told once a sheet, with its count.

1. Each different word has one finding, at its first cell, with groups and cells.
2. What excludes nobody is not told: a clear cell, a doubt, a project of another answer.
3. The first screen names every word; a list that names no project says so.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from kbo_screen import load_letter, read_registry
from kbo_screen.desk.apply_lists import apply_lists
from kbo_screen.screening.screen import screen
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from tests.tools.registries import write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.findings import Finding
    from kbo_screen.registry.registry import Registry

LETTER = load_letter()
HEADER = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565", "โครงการอื่น"]


def read(tmp_path: Path, projects: list[str]) -> Registry:
    rows: list[list[Any]] = [
        ["บางคล้า", f"กลุ่มทอผ้าบ้านที่{name}", "กลุ่มผู้ผลิตชุมชน", "ผ้า", 3, project]
        for name, project in zip(
            ["หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด"], projects, strict=False
        )
    ]
    return read_registry(
        write_xlsx(tmp_path / "r.xlsx", [HEADER, *rows], sheet="บางคล้า"), LETTER
    )


def told(registry: Registry) -> list[Finding]:
    return [
        finding
        for finding in screen(registry, LETTER).findings
        if finding.code == "registry.excluding-project"
    ]


def test_each_word_is_told_once_with_its_count(tmp_path: Path) -> None:
    registry = read(
        tmp_path, ["Young OTOP", "ไม่ซ้ำ", "Young OTOP", "อบต.", "?", "Young OTOP", ""]
    )
    findings = told(registry)
    assert [
        (f.value, f.fields["groups"], f.fields["cells"], f.place.cell) for f in findings
    ] == [
        ("Young OTOP", 3, "F2, F4, F7", "F2"),
        ("อบต.", 1, "F5", "F5"),
    ]
    assert findings[0].place.sheet == "บางคล้า"
    assert "3 groups" in findings[0].message("en")
    assert "3 กลุ่ม" in findings[0].message("th")


def test_nobody_excluded_nothing_told(tmp_path: Path) -> None:
    assert told(read(tmp_path, ["ไม่ซ้ำ", "-", "?", "เคยเข้าร่วม"])) == []


def test_a_list_that_names_no_project_says_so(tmp_path: Path) -> None:
    registry = read(tmp_path, ["", "", ""])
    path = write_csv(
        tmp_path / "p.csv", ["อำเภอ", "ชื่อกลุ่ม"], [["บางคล้า", "กลุ่มทอผ้าบ้านที่สอง"]]
    )
    registry = apply_lists(
        registry, [read_side_list(path, "projects", LETTER, registry.scope)], LETTER
    )
    (finding,) = told(registry)
    assert (finding.value, finding.place.file, finding.place.cell) == (
        None,
        "p.csv",
        "B2",
    )
    assert "that names none" in finding.message("en")


def test_a_list_that_names_projects_is_counted_by_them(tmp_path: Path) -> None:
    registry = read(tmp_path, ["", "", ""])
    lines = [["บางคล้า", f"กลุ่มทอผ้าบ้านที่{name}", "OTOP Trader"] for name in ("หนึ่ง", "สอง")]
    path = write_csv(tmp_path / "p.csv", ["อำเภอ", "ชื่อกลุ่ม", "โครงการ"], lines)
    registry = apply_lists(
        registry, [read_side_list(path, "projects", LETTER, registry.scope)], LETTER
    )
    assert [
        (f.value, f.fields["groups"], f.fields["cells"]) for f in told(registry)
    ] == [("OTOP Trader", 2, "C2, C3")]


def test_the_first_screen_names_every_word(tmp_path: Path) -> None:
    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.formats.terminal.rank_terminal import show_rank
    from kbo_screen.tasks.build_run import build_run
    from kbo_screen.tasks.run_options import RunOptions

    read(tmp_path, ["Young OTOP", "นวัตวิถี", "Young OTOP"])
    run = build_run(
        [tmp_path / "r.xlsx"],
        RunOptions(letter="chachoengsao_2566", lang="en", quiet=True),
    )
    screen_text = io.StringIO()
    show_rank(run, Screen(80, screen_text))
    assert "another project: Young OTOP: 2 groups | นวัตวิถี: 1 groups" in " ".join(
        screen_text.getvalue().split()
    )
