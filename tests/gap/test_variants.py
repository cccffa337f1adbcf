"""A variant equals running with the changed letter, which is here changed in its text.

- Every path of the letter, over generated registries whose stars are of several rounds, or of none that is said.
- Another letter file is applied to the districts of the run, and that is said.
- Who enters and who leaves is told with the clause that a changed run would name.
- What a letter does not have, and what does not fit, is refused with what does.
- The same in every format, and on the receipt.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook

from kbo_screen import read_registry
from kbo_screen.findings import InputError, UsageError, make_finding
from kbo_screen.gap.variant_results import compare_letters
from kbo_screen.gap.variants import variant_paths, vary_letter
from kbo_screen.letters.loading import load_letter_file
from kbo_screen.letters.model import Letter
from kbo_screen.results.schemas import json_schema
from kbo_screen.results.whatif.whatif_payload import whatif_payload
from kbo_screen.screening.screen import screen
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.compare_letters import compare
from kbo_screen.tasks.run_options import RunOptions
from tests.cli.test_commands import SAMPLE
from tests.tools import registries
from tests.tools.program import run_program
from tests.tools.seeds import seeds

LOADED = load_letter_file()
SECOND = Path(__file__).parents[1] / "letters" / "second_letter.toml"
#: Values that every path of the letter is set to.
VALUES = {
    "quota": ["1", "5"],
    "star-in-range.min": ["2"],
    "star-in-range.max": ["2", "4"],
    "star-in-range.year_be": ["2562", "2567"],
    "registered-in-window.min": ["2556", "2558"],
    "registered-in-window.max": ["2560", "2568"],
    "community-group.values": ["community_group,sme", "single_owner"],
    "no-other-project.values": ["clear,in_project"],
    "quadrant-d.values": ["A", "D,B"],
    "potential.values": ["no"],
}

#: What follows "ระดับดาว" in the headers of a registry; "in cells": the round stands beside the star.
ROUNDS = [
    [""],
    ["", "in cells"],
    [" ปี 2565", " ปี 2567"],
    [" ปี ๒๕๖๗", " ปี 2565", " ปี 2562"],
]


def changed_text(path: str, value: str) -> str:
    """The text of the letter with one path set, as a person would change it."""
    if path == "quota":
        return re.sub(r"(groups_per_district = )\d+", rf"\g<1>{value}", LOADED.text)
    if path == "preference":
        return re.sub(r"\[preference\]\n(?:.+\n)+", "", LOADED.text)
    owner, _, part = path.partition(".")
    own = re.search(rf'\[\[conditions\]\]\nid = "{owner}"\n(?:.+\n)+', LOADED.text)
    assert own
    if part:
        words = json.dumps(value.split(",")) if part == "values" else value
        return LOADED.text.replace(
            own[0], re.sub(rf"(?m)^{part} = .+$", f"{part} = {words}", own[0])
        )
    text = LOADED.text.replace(own[0], "")
    return re.sub(
        r"(?m)^requires = .+$",
        lambda line: re.sub(rf'(, )?"{owner}"', "", line[0], count=1),
        text,
    ).replace("[, ", "[")


def write_registry(path: Path, kind: int, chance: random.Random) -> Path:
    """A registry with a star column that says no round, one that names rounds in its cells, or one per round."""
    products = registries.invent(
        chance, ["บางคล้า", "บ้านโพธิ์"], 14, [2556, 2557, 2560, 2566, 2568]
    )
    columns = [name for name in registries.HEADERS if name != "star"]
    rounds = ROUNDS[kind]
    beside = rounds == ["", "in cells"]
    header = [registries.HEADERS[name] for name in columns]
    header += ["ระดับดาว"] if beside else [f"ระดับดาว{one}" for one in rounds]
    rows = []
    for product in products:
        row = registries.row_of(product, columns, chance)
        stars = [
            chance.choice(["1", "3", "4", "-", "รอผล", "๒ ดาว"])
            for _ in ("one" if beside else rounds)
        ]
        if beside:
            stars = [
                chance.choice(
                    ["3 ดาว (2562)", "2 ดาว (2567)", "3", "-", "4 ดาว (2565)"]
                )
            ]
        rows.append(row + stars)
    return registries.write_csv(path, header, rows)


def settings(path: str) -> list[str]:
    return VALUES.get(path, ["off"])


@pytest.mark.parametrize("seed", seeds(4, ordinary=2))
def test_every_path_is_a_run_with_the_changed_text(seed: int, tmp_path: Path) -> None:
    path = write_registry(tmp_path / "r.csv", seed % len(ROUNDS), random.Random(seed))
    asked = RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    now = build_run([path], asked)
    listed_now = listed(now.screening)
    for name in variant_paths(LOADED.letter):
        for value in settings(name):
            changed = Letter.model_validate(tomllib.loads(changed_text(name, value)))
            try:
                registry = read_registry(path, changed)
            except InputError:  # it has no column of that round
                with pytest.raises(InputError):
                    compare(now, [path], asked, [f"{name}={value}"], [])
                continue
            expected = screen(registry, changed)
            (found,) = compare(now, [path], asked, [f"{name}={value}"], [])
            columns = [
                "required",
                "certain",
                "possible",
                "to_confirm",
                "shortfall",
                "status",
            ]
            assert found.screening.districts[columns].equals(
                expected.districts[columns]
            ), (name, value)
            listed_then = listed(expected)
            district = now.screening.groups["district"], expected.groups["district"]
            assert (
                names(now.screening, found.leaving, district[0])
                == listed_now - listed_then
            ), (name, value)
            assert (
                names(found.screening, found.entering, district[1])
                == listed_then - listed_now
            ), (name, value)


def listed(screening) -> set[tuple[str, str]]:
    own = screening.listed
    return set(zip(own["district"], own["group_name"], strict=True))


def names(screening, numbers, district) -> set[tuple[str, str]]:
    return set(
        zip(district[numbers], screening.groups["group_name"][numbers], strict=True)
    )


TWO_ROUNDS = """
| อำเภอ     | ชื่อกลุ่ม  | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ดาว ปี 2565 | ดาว ปี 2567 | Quadrant | ปีที่ลงทะเบียน | โครงการอื่น | ศักยภาพ |
| บางคล้า   | ทอผ้า ก | กลุ่ม        | ผ้า         | 3          | -          | A        | 2560         |           |        |
| บางคล้า   | ทอผ้า ข | กลุ่ม        | ผ้า         | -          | 2          | A        | 2560         |           |        |
| บางคล้า   | ทอผ้า ค | กลุ่ม        | ผ้า         | 1          | 5          | D        | 2556         |           | มี      |
| บ้านโพธิ์   | ทอผ้า ง | กลุ่ม        | ผ้า         | 4          | 1          | A        | 2560         |           |        |
"""


@pytest.fixture
def two_rounds(tmp_path: Path) -> Path:
    header, *rows = registries.text_table(TWO_ROUNDS)
    return registries.write_csv(tmp_path / "two.csv", header, rows)


def test_stars_of_another_round_are_read_from_their_own_column(
    two_rounds: Path,
) -> None:
    """3. And the clause of every move; ค enters nowhere, for its year fails the fallback."""
    done = run_program(
        "whatif",
        two_rounds,
        "--variant",
        "star-in-range.year_be=2567",
        "--format",
        "json",
    )
    (variant,) = json.loads(done.stdout)["variants"]
    moves = {
        one["district"]: {
            move: [
                (g["group_name"], g["tier"], g["condition"], g["clause"])
                for g in one[move]
            ]
            for move in ("enters", "leaves")
        }
        for one in variant["districts"]
        if one["enters"] or one["leaves"]
    }
    star = ("primary", "star-in-range", "1(2)")
    assert moves == {
        "บางคล้า": {
            "enters": [("ทอผ้า ข", *star)],
            "leaves": [("ทอผ้า ก", *star), ("ทอผ้า ค", *star)],
        },
        "บ้านโพธิ์": {"enters": [("ทอผ้า ง", *star)], "leaves": []},
    }


def test_another_letter_file_is_applied_to_these_districts_and_that_is_said(
    two_rounds: Path,
) -> None:
    """5."""
    done = run_program(
        "whatif", two_rounds, "--variant-letter", SECOND, "--format", "json"
    )
    payload = json.loads(done.stdout)
    jsonschema.validate(payload, json_schema("whatif"))
    (variant,) = payload["variants"]
    second = load_letter_file(SECOND)
    registry = read_registry(two_rounds, second.letter, province="ฉะเชิงเทรา")
    expected = screen(registry, second.letter)
    found = {
        one["district"]: (one["certain"], one["possible"])
        for one in variant["districts"]
    }
    assert found == {
        row.district: (row.certain, row.possible)
        for row in expected.districts.itertuples()
    }
    assert variant["of_province"] == "นครปฐม"
    assert payload["receipt"]["options"]["variant_letter"] == [
        {
            "file": "second_letter.toml",
            "id": "nakhon_pathom_2568",
            "sha256": hashlib.sha256(SECOND.read_bytes()).hexdigest(),
        }
    ]
    screen_of = run_program("whatif", two_rounds, "--variant-letter", SECOND).stdout
    assert (
        "This letter was written for นครปฐม; its rules are applied to the districts of this run."
        in screen_of
    )


def test_a_star_list_is_read_again_for_another_round(tmp_path: Path) -> None:
    """With a list that names rounds, as `rank` with the changed letter reads it."""
    header, *rows = registries.text_table("""
        | อำเภอ   | ชื่อกลุ่ม  | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ |
        | บางคล้า | ทอผ้า ก | กลุ่ม        | ผ้า ก       |
        | บางคล้า | ทอผ้า ข | กลุ่ม        | ผ้า ข       |
        """)
    path = registries.write_csv(tmp_path / "r.csv", header, rows)
    header, *rows = registries.text_table("""
        | อำเภอ   | ชื่อกลุ่ม  | ชื่อผลิตภัณฑ์ | ดาว         |
        | บางคล้า | ทอผ้า ก | ผ้า ก       | 3 (2565)   |
        | บางคล้า | ทอผ้า ข | ผ้า ข       | 2 (2567)   |
        """)
    stars = registries.write_csv(tmp_path / "stars.csv", header, rows)
    done = run_program(
        "whatif",
        path,
        "--stars",
        stars,
        "--variant",
        "star-in-range.year_be=2567",
        "--format",
        "json",
    )
    (variant,) = json.loads(done.stdout)["variants"]
    own = next(one for one in variant["districts"] if one["district"] == "บางคล้า")
    assert [g["group_name"] for g in own["enters"]] == ["ทอผ้า ข"]
    assert [g["group_name"] for g in own["leaves"]] == ["ทอผ้า ก"]


@pytest.fixture(scope="module")
def sample():
    return build_run(
        [SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    )


@pytest.mark.parametrize(
    ("variant", "code", "says"),
    [
        ("star-in-rnge.max=4", "usage.unknown-path", "Nearest: star-in-range.max"),
        ("qota=5", "usage.unknown-path", "Nearest: quota"),
        ("quota=many", "usage.bad-variant", "quota: a whole number, 1 to 1000."),
        ("quota=0", "usage.bad-variant", "quota: a whole number, 1 to 1000."),
        (
            "star-in-range.max=9",
            "usage.bad-variant",
            "star-in-range.max: a whole number, 1 to 5, min no greater",
        ),
        (
            "star-in-range.min=4",
            "usage.bad-variant",
            "star-in-range.min: a whole number, 1 to 5, min no greater",
        ),
        (
            "star-in-range.year_be=65",
            "usage.bad-variant",
            "star-in-range.year_be: a Buddhist year, 2500 to 2600.",
        ),
        (
            "quadrant-d.values=X",
            "usage.bad-variant",
            "quadrant-d.values: any of A, B, C, D, with commas.",
        ),
        ("potential=yes", "usage.bad-variant", "What fits: potential=off."),
        (
            "quota=5 quota=2",
            "usage.path-twice",
            "“quota=5 quota=2” sets quota more than once.",
        ),
        ("", "usage.no-variant", "No change of the letter was given."),
        (" ", "usage.no-variant", "No change of the letter was given."),
    ],
)
def test_what_does_not_fit_is_refused_with_what_does(
    variant: str, code: str, says: str
) -> None:
    with pytest.raises(UsageError) as caught:
        vary_letter(LOADED.letter, variant)
    (finding,) = caught.value.findings
    assert code == finding.code
    assert says in finding.message("en")


def test_the_steps_of_a_variant_are_one_change_in_any_order() -> None:
    """Each alone would leave min above max."""
    for variant in (
        "star-in-range.min=4 star-in-range.max=5",
        "star-in-range.max=5 star-in-range.min=4",
    ):
        condition = vary_letter(LOADED.letter, variant).condition("star-in-range")
        assert (condition.min, condition.max) == (4, 5)


def test_names_and_clauses_on_the_screen(two_rounds: Path) -> None:
    """Without any option."""
    done = run_program(
        "whatif",
        two_rounds,
        "--variant",
        "star-in-range.year_be=2567",
        "--variant",
        "quota=1",
    )
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "short, 11: เมืองฉะเชิงเทรา, บางคล้า, บางน้ำเปรี้ยว," in done.stdout
    start = lines.index("บางคล้า: short as before, 1 in, 2 out")
    assert lines[start + 1 : start + 6] == [
        "in: ทอผ้า ข (clause 1(2), star)",
        "out: ทอผ้า ก (clause 1(2), star)",
        "out: ทอผ้า ค (clause 1(2), star)",
        "บ้านโพธิ์: short as before, 1 in, 0 out",
        "in: ทอผ้า ง (clause 1(2), star)",
    ]
    assert "บางคล้า: from short to met, 0 in, 0 out" in lines


def test_many_names_are_cut_on_the_screen_and_whole_everywhere_else(
    sample, tmp_path: Path
) -> None:
    """5."""
    variant = "community-group.values=sme"
    said = ("whatif", SAMPLE, "--variant", variant, "--district", "บางน้ำเปรี้ยว")
    screen_of = run_program(*said).stdout
    assert screen_of.count("out: ") == 5
    assert "and 1 more (all with --verbose, or -o NAME.xlsx)" in screen_of
    assert run_program(*said, "--verbose").stdout.count("out: ") == 6
    rows = list(
        csv.DictReader(
            io.StringIO(run_program(*said, "--format", "csv").stdout.lstrip("\ufeff"))
        )
    )
    leaving = [
        (row["district"], row["clause"]) for row in rows if row["move"] == "leaves"
    ]
    assert leaving == [("บางน้ำเปรี้ยว", "1(1)")] * 6
    for name in ("o.json", "o.csv", "o.xlsx"):
        assert run_program(*said, "-o", tmp_path / name).returncode == 0
    assert run_program(*said, "-o", tmp_path / "o.pdf").returncode == 2
    assert (
        len(
            json.loads((tmp_path / "o.json").read_text("utf-8"))["variants"][0][
                "districts"
            ][0]["leaves"]
        )
        == 6
    )
    book = load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == ["Variants", "In and out", "Receipt"]
    moves = [
        row
        for row in book["In and out"].iter_rows(values_only=True)
        if row[0] == variant
    ]
    assert [row[4] for row in moves].count("out") == 6


def test_whatif_on_the_command_line(sample) -> None:
    changed = vary_letter(sample.letter, "quota=5")
    outcome = compare_letters(sample.registry, sample.screening, changed, "quota=5")
    jsonschema.validate(whatif_payload(sample, [outcome]), json_schema("whatif"))
    done = run_program("whatif", SAMPLE, "--variant", "quota=5", "--format", "json")
    payload = json.loads(done.stdout)
    assert payload["receipt"]["options"]["variant"] == ["quota=5"]
    assert payload["variants"][0]["short"] == [
        "พนมสารคาม",
        "ราชสาส์น",
        "แปลงยาว",
        "ท่าตะเกียบ",
        "คลองเขื่อน",
    ]
    assert (
        "the letter decides"
        in run_program("whatif", SAMPLE, "--variant", "quota=5").stdout
    )
    done = run_program("whatif", SAMPLE, "--lang", "en")
    assert done.returncode == 2
    assert make_finding("usage.no-variant").message("en") in done.stderr
