"""An option that names one file and is given twice is refused (`usage.option-twice`), in whatever command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer.main
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.cli.usage_faults import takes_one_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[Any, list[str]]]:
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        words = (*path, name)
        if hasattr(command, "commands"):
            yield from commands(command, words)
        else:
            yield command, list(words)


def test_every_option_of_one_file_is_refused_the_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = set()
    for command, words in commands(typer.main.get_command(app)):
        for param in filter(takes_one_file, command.params):
            name = param.opts[0]
            call = [*words, name, "a.xlsx", f"{param.opts[0]}=b.xlsx"]
            done = CliRunner().invoke(app, call, env={"KBO_SCREEN_LANG": "en"})
            assert (done.exit_code, done.stdout) == (2, ""), call
            assert f"{name} was given more than once, and takes one file." in " ".join(
                done.stderr.split()
            )
            refused.add((words[-1], name))
    assert {
        ("rank", "--output"),
        ("validate", "--collect"),
        ("new", "--from"),
    } <= refused
    assert list(tmp_path.iterdir()) == []


def test_an_option_of_many_files_takes_them_all_and_a_short_name_is_no_way_out(
    tmp_path: Path,
) -> None:
    stars = ["--stars", "a.xlsx", "--stars", "b.xlsx"]
    done = CliRunner().invoke(app, ["rank", str(tmp_path / "none.xlsx"), *stars])
    assert done.exit_code == 3
    call = ["rank", "none.xlsx", "-oa.xlsx", "--output", "b.xlsx", "--lang", "th"]
    done = CliRunner().invoke(app, call)
    assert done.exit_code == 2
    assert done.stderr.startswith("kbo-screen rank: ระบุ --output มากกว่าหนึ่งครั้ง")
