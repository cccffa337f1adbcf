"""The screens of every command, as they stand in `tests/cli/screens`: at 80 and 120 columns, in both languages.

`python -m tests.tools.screens` writes them all anew; look at what changed before you commit it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Final

from typer.testing import CliRunner

from kbo_screen.cli.app import app

ROOT: Final = Path(__file__).parents[2]
SAMPLE: Final = ROOT / "sample_data"
FOLDER: Final = ROOT / "tests" / "cli" / "screens"
LETTER: Final = ROOT / "kbo_screen" / "letters" / "chachoengsao_2566.toml"
WIDTHS: Final = (80, 120)
LANGUAGES: Final = ("th", "en")
#: The day on which the screens are made: after the letter, before its deadline.
DAY: Final = "--today 26/12/2565"
LISTS: Final = "--projects projects.xlsx --stars stars.xlsx --standards standards.xlsx"
NEW_LISTS: Final = "--new-projects projects.xlsx --new-answers answers.xlsx"
LEVER: Final = "--variant star-in-range.max=4"
NEXT_LETTER: Final = (
    "--number ฉช0019/ว1 --date 20/12/2566 --fiscal-year 2567 --round 2566 --province ฉะเชิงเทรา --quota 3"
    " --province-quota - --unit groups --deadline 28/12/2566 --meeting 10/1/2567 --place ศาลากลางจังหวัด"
)
#: Between commands of which the last is looked at.
THEN: Final = "&&"
#: By name, what is typed in a copy of the sample data.
SCREENS: Final = {
    "start": "",
    "rank": f"rank registry.xlsx {DAY}",
    "rank-lists": f"rank registry.xlsx {LISTS} --all --verbose {DAY}",
    "rank-file": f"rank registry.xlsx -o out.csv {DAY}",
    "rank-elsewhere": f"rank registry.xlsx --province ชลบุรี {DAY}",
    "rank-country": f"rank registry.xlsx --province all {DAY}",
    "shortfall": f"shortfall registry.xlsx {DAY}",
    "shortfall-levers": f"shortfall registry.xlsx --levers {DAY}",
    "shortfall-district": f"shortfall registry.xlsx --district ท่าตะเกียบ {DAY}",
    "shortfall-sent": f"shortfall registry.xlsx --submissions submissions {DAY}",
    "shortfall-all-short": f"shortfall registry.xlsx --letter many.toml {DAY}",
    "shortfall-lists": f"shortfall registry.xlsx {LISTS} --submissions submissions {DAY}",
    "explain": f"explain registry.xlsx 240100004 {DAY}",
    "explain-against": f"explain registry.xlsx 240100004 --against 240100020 {DAY}",
    "form": f"form registry.xlsx --district บางคล้า -o forms {DAY}",
    "validate": f"validate submissions --registry registry.xlsx {DAY}",
    "meeting": f"meeting submissions --registry registry.xlsx -o meeting {DAY}",
    "whatif": f"whatif registry.xlsx {LEVER} {DAY}",
    "compare": f"compare registry.xlsx registry.xlsx {NEW_LISTS} {DAY}",
    "replay": f"rank registry.xlsx -o old.xlsx -q {DAY} {THEN} replay old.xlsx",
    "inspect": "inspect registry.xlsx",
    "letter-show": "letter show",
    "letter-new": f"letter new -o next_2567.toml {NEXT_LETTER}",
    "letter-check": "letter check chachoengsao_2566",
    "letter-check-rows": f"letter check chachoengsao_2566 --registry registry.xlsx {DAY}",
    "past-letter": "form registry.xlsx --district บางคล้า -o forms --today 11/1/2566",
    "config": "config init registry.xlsx",
    "output-faults": "rank registry.xlsx -o missing/list.xlsx",
    "no-file": "rank ทะเบียนที่ไม่มี.xlsx",
}


def screens_of(name: str) -> str:
    """Stdout and stderr of one command, in every language, at every width."""
    screens = []
    for lang in LANGUAGES:
        screens += [screen_of(name, lang, width) for width in WIDTHS]
    return "\n".join(screens)


def screen_of(
    name: str,
    lang: str,
    width: int,
) -> str:
    """What one command shows, in a copy of the sample data; stderr behind stdout."""
    words = SCREENS[name]
    head = f"=== {lang} {width}: kbo-screen {words}".rstrip()
    environment = {"COLUMNS": str(width), "KBO_SCREEN_LANG": lang}
    with tempfile.TemporaryDirectory() as folder, chdir(_copy_of_sample(folder)):
        for command in words.split(THEN):
            done = CliRunner().invoke(app, command.split(), env=environment)
    messages = f"--- stderr\n{done.stderr}" if done.stderr else ""
    return f"{head}\n{done.stdout}{messages}--- exit code {done.exit_code}\n"


def _copy_of_sample(folder: str) -> Path:
    """The sample data under another folder, its files linked, and a letter under which every district is short."""
    copy = Path(folder) / "sample"
    shutil.copytree(SAMPLE, copy, copy_function=os.link)
    letter = LETTER.read_text("utf-8")
    many = letter.replace("groups_per_district = 3", "groups_per_district = 9")
    (copy / "many.toml").write_text(many, "utf-8")
    return copy


def main() -> None:
    """Write every screen anew."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name in SCREENS:
        (FOLDER / f"{name}.txt").write_text(screens_of(name), encoding="utf-8")


if __name__ == "__main__":
    main()
