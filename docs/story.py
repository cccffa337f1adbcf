"""One story, from the registry to the meeting: the steps of `story.md`, run for real.

The steps are data; `tell` runs them in a folder and returns the page. `docs/make.py` writes it, a test runs it again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import openpyxl

ROOT = Path(__file__).parent.parent
#: Lines of an output that the page shows.
SHOWN_LINES = 24


class Step(NamedTuple):
    """What happens: words for the reader, then a command, or what a person types into the cells of a form."""

    words: str
    command: str = ""
    form: str = ""
    cells: tuple[tuple[str, str], ...] = ()


STORY = (
    Step(
        "The provincial officer has the registry on the desk and ranks it. The workbook holds each district's list; "
        "the short summary goes into the chat.",
        "kbo-screen rank registry.xlsx -o shortlist.xlsx --line --today 28/12/2565 --lang en",
    ),
    Step(
        "Every district gets a form whose drop-downs hold its shortlist, the proposed groups already put in.",
        "kbo-screen form registry.xlsx -o forms --prefill --today 28/12/2565 --lang en",
    ),
    Step(
        "The officer of บางคล้า opens the form, names who attends, and picks another group for the third row: one that "
        "the letter refuses, typed by hand.",
        form="forms/2402 บางคล้า.xlsx",
        cells=(
            ("C6", "ผู้รายงาน ตัวอย่าง"),
            ("C7", "พัฒนากร ตัวอย่าง"),
            ("H7", "26/12/2565"),
            ("K10", "นางตัวอย่าง ก"),
            ("K11", "นางตัวอย่าง ข"),
            ("B12", "กลุ่มขนมไทยบ้านทุ่งสน 10"),
            ("K12", "นางตัวอย่าง ค"),
        ),
    ),
    Step(
        "The officer of ท่าตะเกียบ certifies the potential of both groups by saying so in the form: nobody else can.",
        form="forms/2410 ท่าตะเกียบ.xlsx",
        cells=(
            ("C7", "พัฒนากร ตัวอย่าง"),
            ("J10", "มีศักยภาพ"),
            ("J11", "มีศักยภาพ"),
            ("K10", "นางตัวอย่าง ง"),
            ("K11", "นางตัวอย่าง จ"),
        ),
    ),
    Step(
        "Both send their forms. The province checks them within a second: what is wrong, in which cell, which clause "
        "refuses the group, and whom to name instead.",
        'kbo-screen validate "forms/2402 บางคล้า.xlsx" "forms/2410 ท่าตะเกียบ.xlsx" --registry registry.xlsx '
        "--received 27/12/2565 --skip cross.nothing-sent --fail-on never --today 28/12/2565 --lang en",
    ),
    Step(
        "What is wrong goes back to บางคล้า as a workbook.",
        'kbo-screen validate "forms/2402 บางคล้า.xlsx" --registry registry.xlsx --received 27/12/2565 '
        "--skip cross.nothing-sent -o findings.xlsx --fail-on never --today 28/12/2565 --lang en",
    ),
    Step(
        "บางคล้า takes the group that findings.xlsx names.",
        form="forms/2402 บางคล้า.xlsx",
        cells=(("B12", "กลุ่มแปรรูปอาหารบ้านดอนทราย 2"),),
    ),
    Step(
        "The corrected form is accepted, and the accepted groups are gathered into the province's list. ท่าตะเกียบ has "
        "no third group to name: it is told so, and no rule is relaxed.",
        'kbo-screen validate "forms/2402 บางคล้า.xlsx" "forms/2410 ท่าตะเกียบ.xlsx" --registry registry.xlsx '
        "--received 27/12/2565 --skip cross.nothing-sent --collect province.xlsx --today 28/12/2565 --lang en",
    ),
    Step(
        "Clauses 2 and 3: the groups that were accepted are called to the meeting, a page each to print and sign, and "
        "the rosters lie ready for the door. บางคล้า and ท่าตะเกียบ named who comes; the files hold these names, the "
        "screen does not.",
        'kbo-screen meeting "forms/2402 บางคล้า.xlsx" "forms/2410 ท่าตะเกียบ.xlsx" --registry registry.xlsx '
        "-o meeting --today 28/12/2565 --lang en",
    ),
    Step(
        "The certificates are answers too: ranked again with the forms, the registry knows what the district said.",
        'kbo-screen rank registry.xlsx --answers "forms/2410 ท่าตะเกียบ.xlsx" --line --lang en',
    ),
)


def tell(folder: Path) -> str:
    """Run the story in an empty folder and return the page."""
    shutil.copy(ROOT / "sample_data" / "registry.xlsx", folder / "registry.xlsx")
    lines = [
        "# One story, from the registry to the meeting",
        "",
        "Every screen below is what the program printed when this page was made; a test runs the story again.",
    ]
    for step in STORY:
        lines += ["", step.words, ""]
        if step.form:
            _type_into(folder / step.form, step.cells)
            lines += [
                "| cell | typed |",
                "|---|---|",
                *(f"| {cell} | {value} |" for cell, value in step.cells),
            ]
        else:
            lines += [
                "```sh",
                step.command,
                "```",
                "",
                "```text",
                *_output(step.command, folder),
                "```",
            ]
    return "\n".join(lines) + "\n"


def _type_into(form: Path, cells: tuple[tuple[str, str], ...]) -> None:
    book = openpyxl.load_workbook(form)
    for cell, value in cells:
        book.worksheets[0][cell] = value
    book.save(form)


def _output(command: str, folder: Path) -> list[str]:
    import shlex

    done = subprocess.run(
        [sys.executable, "-m", "kbo_screen", *shlex.split(command)[1:]],
        cwd=folder,
        capture_output=True,
        check=True,
        env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1"},
    )
    words = (done.stdout + done.stderr).decode("utf-8").splitlines()
    lines = [line.rstrip() for line in words]
    return [*lines[:SHOWN_LINES], "..."] if len(lines) > SHOWN_LINES else lines
