"""What becomes of every file of the shared corpus, whichever command opens it.

`python -m tests.tools.corpus` (from the project's root) prints the table anew.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.findings import InputError
from kbo_screen.letters.loading import load_letter
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.inspect_files import inspect_files
from kbo_screen.sources.registries.registry_files import read_registry
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from kbo_screen.sources.submissions.submission_files import read_submission
from tests.tools.lists import REGISTRY
from tests.tools.looks import flat
from tests.tools.registries import text_table, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.findings import Finding

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "files"
OUTCOMES = Path(__file__).with_name("corpus_outcomes.tsv")
COLUMNS = ("file", "exits", "inspect", "registry", "projects", "submission")


def outcomes(path: Path, registry: Path) -> list[str]:
    """How every way to read a file ends: "ok" or the code that refuses it, then all that is said besides.

    exits: the exit codes of the commands `inspect`, `rank` and `validate`.
    """
    letter = load_letter()
    scope = make_scope(letter)

    def inspect() -> list[Finding]:
        inspections, noticed = inspect_files([path], letter)
        return [*noticed, *(flat(one.findings for one in inspections))]

    def rank() -> list[Finding]:
        return list(read_registry(path, letter).findings)

    def projects() -> list[Finding]:
        return list(read_side_list(path, "projects", letter, scope).findings)

    ends = []
    for call in (inspect, rank, projects):
        try:
            ends.append(_told("ok", call()))
        except InputError as error:
            ends.append(_told(error.findings[0].code, error.findings[1:]))
    lists = read_submission(path, letter, scope)
    refusals = [
        f.code
        for one in lists
        for f in one.findings
        if f.severity == "error" and not one.is_readable
    ]
    ends.append(
        _told(
            refusals[0] if refusals else "ok",
            flat(one.findings for one in lists),
        )
    )
    return [path.name, _exits(path, registry), *ends]


def _told(end: str, findings: Iterable[Finding]) -> str:
    """How it ended, and the codes of what else was said, each once."""
    return " ".join([end, *sorted({finding.code for finding in findings} - {end})])


def _exits(path: Path, registry: Path) -> str:
    """The exit codes of three commands, in this process; one that ends by a fault of ours, or says nothing, is told."""
    ends = []
    for words in (
        ["inspect", path],
        ["rank", path],
        ["validate", path, "--registry", registry],
    ):
        done = CliRunner().invoke(app, [*map(str, words), "--format", "json"])
        silent = not (done.stdout or done.stderr)
        ends.append(
            "silent"
            if silent
            else "traceback"
            if "Traceback" in done.output
            else str(done.exit_code)
        )
    return "/".join(ends)


def write_registry(folder: Path) -> Path:
    """A registry against which districts' lists are checked."""
    return write_xlsx(folder / "registry.xlsx", text_table(REGISTRY))


if __name__ == "__main__":
    sys.stdout.write("\t".join(COLUMNS) + "\n")
    with tempfile.TemporaryDirectory() as made:
        for file in sorted(CORPUS.iterdir()):
            sys.stdout.write(
                "\t".join(outcomes(file, write_registry(Path(made)))) + "\n"
            )
