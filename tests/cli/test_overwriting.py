"""No result is written over what a run reads, whatever option names it and by whatever name.

- Every option of every command that does not say where a result goes is protected: a file that it names, a folder
  with what is in it, what a pattern finds.
- A file is known by itself, not by its name: links, hard links, other spellings; with --force too.
- Two results of one run are never one file.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.cli.overwriting import OUTPUTS, input_files
from kbo_screen.findings import Place, make_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[2] / "sample_data"
#: What an option that takes a file calls its value in the help.
FILE_WORDS = ("FILE", "DIR", "REGISTRY", "SUBMISSION")


def commands(group: Any = None, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its name, those in groups too."""
    for word, command in (group or get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{word} ")
        else:
            yield f"{name}{word}", command


PATH_OPTIONS = [
    (command, name, param)
    for name, command in commands()
    for param in command.params
    if any(word in (param.metavar or "") for word in FILE_WORDS)
]


@pytest.mark.parametrize(
    ("command", "param"),
    [(command, param) for command, _, param in PATH_OPTIONS],
    ids=[f"{name} {param.name}" for _, name, param in PATH_OPTIONS],
)
def test_whatever_an_option_names_is_an_input_unless_a_result_goes_there(
    command: Any,
    param: Any,
    tmp_path: Path,
) -> None:
    """As the command gets it: a path, several, or words."""
    file = tmp_path / "x.any"
    file.touch()
    for value in (file, str(file), [file], (str(file),)):
        ctx = typer.Context(command)
        ctx.params = {param.name: value}
        assert list(input_files(ctx)) == ([] if param.name in OUTPUTS else [file])


def test_every_command_with_a_result_knows_its_option(tmp_path: Path) -> None:
    """An option that is called like a result's and none that is not."""
    named = {
        param.name
        for _, _, param in PATH_OPTIONS
        if any(word in param.name for word in ("output", "collect", "return"))
    }
    assert named == OUTPUTS


def test_a_folder_a_pattern_and_the_words_of_an_option(tmp_path: Path) -> None:
    folder = tmp_path / "ที่อำเภอส่ง"
    (folder / "sub").mkdir(parents=True)
    files = [folder / "a.xlsx", folder / ".hidden", folder / "sub" / "b.csv"]
    for file in files:
        file.touch()
    command = dict(commands())["validate"]

    def inputs(**params: Any) -> set[Path]:
        ctx = typer.Context(command)
        ctx.params = params
        return set(input_files(ctx))

    assert inputs(submissions=[folder]) == {folder, *files}
    assert inputs(submissions=[folder / "*.xlsx"]) == {files[0]}
    assert inputs(received=str(files[2]), letter="chachoengsao_2566") == {files[2]}
    assert (
        inputs(district=str(folder), received="28/12/2565", font="x" * 5000) == set()
    ), "a name is no folder"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample and what else a run may read."""
    for name in ("registry.xlsx", "projects.xlsx", "received.csv"):
        shutil.copy(SAMPLE / name, tmp_path / name)
    lists = tmp_path / "lists"
    lists.mkdir()
    shutil.copy(sorted((SAMPLE / "submissions").glob("*.xlsx"))[0], lists / "one.xlsx")
    shutil.copy(
        Path(__file__).parents[2] / "kbo_screen/letters/chachoengsao_2566.toml",
        tmp_path / "letter.toml",
    )
    (tmp_path / "office.toml").write_text("take = 3\n", encoding="utf-8")
    (tmp_path / "pw.csv").write_text("secret\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


VALIDATE = ["validate", "lists", "--registry", "registry.xlsx"]
#: The words of a call, what it reads, and the name by which that is asked to be written over.
CALLS = {
    "registry": (["rank", "registry.xlsx"], "registry.xlsx"),
    "side list": (
        ["rank", "registry.xlsx", "--projects", "projects.xlsx"],
        "projects.xlsx",
    ),
    "password file": (["rank", "registry.xlsx", "--password-file", "pw.csv"], "pw.csv"),
    "dates of receipt": ([*VALIDATE, "--received", "received.csv"], "received.csv"),
    "a list in a folder": (VALIDATE, "lists/one.xlsx"),
    "a list of shortfall": (
        ["shortfall", "registry.xlsx", "--submissions", "lists"],
        "lists/one.xlsx",
    ),
    "registry of validate": (VALIDATE, "registry.xlsx"),
    "inspected": (["inspect", "projects.xlsx"], "projects.xlsx"),
    "whatif": (["whatif", "registry.xlsx", "--variant", "quota=4"], "registry.xlsx"),
    "newer edition": (["compare", "projects.xlsx", "registry.xlsx"], "registry.xlsx"),
    "older edition": (["compare", "registry.xlsx", "projects.xlsx"], "registry.xlsx"),
    "a list of one edition": (
        [
            "compare",
            "registry.xlsx",
            "registry.xlsx",
            "--new-projects",
            "projects.xlsx",
        ],
        "projects.xlsx",
    ),
    "letter": (["rank", "registry.xlsx", "--letter", "letter.toml"], "letter.toml"),
    "config": (["rank", "registry.xlsx", "--config", "office.toml"], "office.toml"),
    "registry of a config": (["config", "init", "registry.xlsx"], "registry.xlsx"),
}


def other_names(file: Path) -> Iterator[str]:
    """Other names of a file that a result can have: its suffix is kept, or is one that a result may have."""
    suffix = file.suffix if file.suffix != ".toml" else ".xlsx"
    link, hard = Path(f"link{suffix}"), Path(f"hard{suffix}")
    link.symlink_to(file)
    hard.hardlink_to(file)
    if file.suffix != ".toml":
        yield str(file)
        yield f"lists/../{file}"
        yield str(file.absolute())
    yield str(link)
    yield str(hard)


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "force"])
@pytest.mark.parametrize("what", CALLS)
def test_an_input_is_never_written_over(
    what: str,
    force: list[str],
    desk: Path,
) -> None:
    """Output.is-input"""
    words, name = CALLS[what]
    before = (desk / name).read_bytes()
    for other in other_names(Path(name)):
        done = CliRunner().invoke(app, [*words, "-o", other, *force, "--lang", "en"])
        told = make_finding("output.is-input", Place(Path(other).name)).message("en")
        assert (done.exit_code, told in done.output) == (2, True), (
            other,
            done.output[-400:],
        )
        assert (desk / name).read_bytes() == before, other


@pytest.mark.parametrize(
    "words",
    [["form", "registry.xlsx"], ["rank", "registry.xlsx", "--split", "district", "-q"]],
    ids=["form", "split"],
)
def test_a_folder_for_results_may_hold_no_input(words: list[str], desk: Path) -> None:
    """By the name that a result would have there."""
    assert CliRunner().invoke(app, [*words, "-o", "results"]).exit_code == 0
    target = sorted(Path("results").iterdir())[-1]
    target.unlink()
    target.hardlink_to("projects.xlsx")
    first = sorted(Path("results").iterdir())[0]
    before = first.read_bytes(), target.read_bytes()
    done = CliRunner().invoke(
        app,
        [
            *words,
            "--projects",
            "projects.xlsx",
            "-o",
            "results",
            "--force",
            "--lang",
            "en",
        ],
    )
    told = make_finding("output.is-input", Place(target.name)).message("en")
    assert (done.exit_code, told in done.output) == (2, True), done.output
    assert (first.read_bytes(), target.read_bytes()) == before


@pytest.mark.parametrize("folder", ["lists", "./lists/", "link"])
def test_the_folder_of_the_lists_takes_no_results(folder: str, desk: Path) -> None:
    Path("link").symlink_to("lists")
    done = CliRunner().invoke(app, [*VALIDATE, "-o", folder, "--force", "--lang", "en"])
    assert (done.exit_code, [path.name for path in Path("lists").iterdir()]) == (
        2,
        ["one.xlsx"],
    )


@pytest.mark.parametrize("other", ["o.xlsx", "./o.xlsx", "link.xlsx"])
def test_two_results_are_never_one_file(other: str, desk: Path) -> None:
    """Output.named-twice"""
    Path("link.xlsx").symlink_to("o.xlsx")
    done = CliRunner().invoke(
        app, [*VALIDATE, "-o", "o.xlsx", "--collect", other, "--lang", "en"]
    )
    assert (done.exit_code, "to one file" in done.output) == (2, True), done.output
    assert not Path("o.xlsx").exists()


def test_of_two_results_none_is_written_where_one_cannot_be(desk: Path) -> None:
    done = CliRunner().invoke(
        app, [*VALIDATE, "-o", "o.xlsx", "--collect", "nowhere/c.xlsx", "--lang", "en"]
    )
    assert (done.exit_code, Path("o.xlsx").exists()) == (2, False)
