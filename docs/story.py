"""One story, from the registry to the meeting: the steps of `story.md`, run for real.

The steps are data; `tell` runs them in a folder and returns the page. `docs/make.py` writes it, a test runs it again.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import openpyxl

from tests.tools.program import run_program

ROOT = Path(__file__).parent.parent
#: Lines of an output that the page shows.
SHOWN_LINES = 34


class Step(NamedTuple):
    """What happens: words for the reader, then a command, or what a person types into the cells of a form.

    send_as: where the file in which somebody typed lies when it has come.
    """

    words: str
    command: str = ""
    form: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    send_as: str = ""


STORY = (
    Step(
        "The provincial officer has the registry on the desk and ranks it. The workbook holds each district's list; "
        "the short summary goes into the chat.",
        "kbo-screen rank registry.xlsx -o shortlist.xlsx --line --today 23/12/2565 --lang en",
    ),
    Step(
        "Every district gets a form whose drop-downs hold its shortlist, the proposed groups already put in.",
        "kbo-screen form registry.xlsx -o forms --prefill --today 23/12/2565 --lang en",
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
        send_as="first/2402 บางคล้า.xlsx",
    ),
    Step(
        "ราชสาส์น has no group that qualifies, and says so: it picks `/` in the cell for that. This is a return too.",
        form="forms/2407 ราชสาส์น.xlsx",
        cells=(
            ("C6", "ผู้รายงาน ตัวอย่าง"),
            ("C7", "พัฒนากร ตัวอย่าง"),
            ("H7", "26/12/2565"),
            ("D19", "/"),
        ),
        send_as="first/2407 ราชสาส์น.xlsx",
    ),
    Step(
        "ท่าตะเกียบ certifies the potential of both its groups by saying so in the form: nobody else can. It has no "
        "third group to name, and writes why there are fewer.",
        form="forms/2410 ท่าตะเกียบ.xlsx",
        cells=(
            ("C6", "ผู้รายงาน ตัวอย่าง"),
            ("C7", "พัฒนากร ตัวอย่าง"),
            ("H7", "26/12/2565"),
            ("J10", "มีศักยภาพ"),
            ("J11", "มีศักยภาพ"),
            ("K10", "นางตัวอย่าง ง"),
            ("K11", "นางตัวอย่าง จ"),
            ("G19", "มีกลุ่มที่เข้าหลักเกณฑ์เพียงเท่านี้"),
        ),
        send_as="first/2410 ท่าตะเกียบ.xlsx",
    ),
    Step(
        "The three forms lie in a folder. The province checks them within a second: what is wrong, in which cell, "
        "which clause refuses the group, and whom to name instead; and who has sent nothing yet.",
        "kbo-screen validate first --registry registry.xlsx --received 26/12/2565 --fail-on never "
        "--today 27/12/2565 --lang en",
    ),
    Step(
        "บางคล้า gets its own form back, with a note on the cell; what was right stays as it was typed. What was found "
        "in all lists lies in a workbook of its own.",
        "kbo-screen validate first --registry registry.xlsx --received 26/12/2565 --fail-on never "
        "-o findings.xlsx --return send-back --today 27/12/2565 --lang en",
    ),
    Step(
        "The chats get what concerns them: what to mend, and for each district that sent nothing, by when.",
        "kbo-screen validate first --registry registry.xlsx --received 26/12/2565 --fail-on never "
        "--line --today 27/12/2565 --lang en",
    ),
    Step(
        "บางคล้า takes a group that the check named, in the file that was sent back, and sends somebody else for its "
        "first group.",
        form="send-back/2402 บางคล้า (returned).xlsx",
        cells=(
            ("B12", "กลุ่มแปรรูปอาหารบ้านดอนทราย 2"),
            ("K10", "นางตัวอย่าง ฉ"),
        ),
        send_as="second/2402 บางคล้า.xlsx",
    ),
    Step(
        "It comes back, and is held against what came before: what is mended, and what had been accepted and says "
        "something else now, without what it says. The accepted groups are gathered into the province's list; "
        "ท่าตะเกียบ has two, all there are, and no rule is relaxed.",
        "kbo-screen validate second first/2407* first/2410* --previous first --registry registry.xlsx "
        "--received 28/12/2565 --skip cross.nothing-sent --collect province.xlsx --today 28/12/2565 --lang en",
    ),
    Step(
        "Clauses 2 and 3: the groups that were accepted are called to the meeting, a page each to print and sign, and "
        "the rosters lie ready for the door. The lists say who comes; the files hold these names, the screen does not.",
        "kbo-screen meeting second first/2407* first/2410* --registry registry.xlsx "
        "-o meeting --today 28/12/2565 --lang en",
    ),
    Step(
        "The certificates are answers too: ranked again with the forms, the registry knows what the district said.",
        'kbo-screen rank registry.xlsx --answers "first/2410 ท่าตะเกียบ.xlsx" --line --today 28/12/2565 --lang en',
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
            if step.send_as:
                sent = folder / step.send_as
                sent.parent.mkdir(exist_ok=True)
                shutil.copy(folder / step.form, sent)
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
    words = shlex.split(command)[1:]
    done = run_program(*words, folder=folder, lang=None, columns=100)
    done.check_returncode()
    lines = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    return [*lines[:SHOWN_LINES], "..."] if len(lines) > SHOWN_LINES else lines
