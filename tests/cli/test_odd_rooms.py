"""Wherever the program is started: a sentence and the right exit code, never a traceback.

- COLUMNS that is no number of columns is as if it were not set.
- A standard stream that is closed leads nowhere; a full stdout is told (2), a full stderr changes no exit code.
- A working folder that was deleted: what is named whole is read, what is not is missing.
- A pipe, a device, a link in a circle, for every option that names a file: refused at once, by whatever reads it; a name
  that is no UTF-8 is shown with "?".
- TOML of many brackets, or of another kind of nonsense, as a letter or a config: a finding, exit code 2.
- A letter or config of 10,000 faults: the first 20 are told, the others counted, and soon.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbo_screen.findings import UsageError
from kbo_screen.formats.terminal.asked_width import asked_width, forget_odd_width
from kbo_screen.letters.loading import load_letter, parse_letter
from kbo_screen.letters.text_files import (
    MOST_BYTES,
    NotAFileError,
    TooLargeError,
    read_text_file,
)
from kbo_screen.sources.config.config_file import read_config
from kbo_screen.sources.config.password_file import read_passwords

SAMPLE: Final = Path(__file__).parents[2] / "sample_data"
REGISTRY: Final = SAMPLE / "registry.xlsx"
LETTER: Final = (
    Path(__file__).parents[2] / "kbo_screen" / "letters" / "chachoengsao_2566.toml"
)
pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="pipes and closed streams of Unix"
)


class Ended:
    """How a call in a shell ended."""

    def __init__(self, line: str, folder: Path, **environment: str) -> None:
        program = f"{sys.executable} -m kbo_screen"
        done = subprocess.run(
            ["/bin/bash", "-c", line.replace("kbo-screen", program)],
            cwd=folder,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            env=os.environ | {"KBO_SCREEN_LANG": "en"} | environment,
        )
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()
        assert "Traceback" not in self.out + self.err
        assert "Exception ignored" not in self.err


@pytest.mark.parametrize(
    "odd", ["", " ", "0", "-5", "abc", "1e3", "19", "99999", "9" * 50, "๘๐"]
)
def test_odd_columns_are_none(odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", odd)
    assert asked_width() is None
    forget_odd_width()
    assert "COLUMNS" not in os.environ


def test_columns_are_taken_at_their_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    forget_odd_width()
    assert asked_width() == 80


#: The config of the working folder, so spelled that it is not taken for the program.
CONFIG: Final = r"$'kbo\x2dscreen.toml'"
#: A call in a shell, and its exit code.
CALLS: Final = [
    ("COLUMNS=abc kbo-screen rank --help", 0),
    (f"kbo-screen rank {REGISTRY} -q >&- 2>&- <&-", 0),
    ("kbo-screen rank nope.xlsx >&-", 3),
    ("kbo-screen --help >/dev/full", 2),
    ("kbo-screen rank nope.xlsx 2>/dev/full", 3),
    (f"kbo-screen rank {REGISTRY} >/dev/full 2>/dev/full", 2),
    ("mkdir gone && cd gone && rmdir ../gone && kbo-screen rank registry.xlsx", 3),
    (rf"cp {REGISTRY} $'\xb7\xd0.xlsx' && kbo-screen rank *.xlsx -q -o a.json", 0),
    (rf"cp {REGISTRY} $'\xb7\xd0.xlsx' && kbo-screen rank *.xlsx -q -o a.xlsx", 0),
    ("mkfifo c.toml && kbo-screen rank nope.xlsx --config c.toml", 2),
    (f"mkfifo {CONFIG} && kbo-screen rank nope.xlsx", 2),
]
MORE_CALLS: Final = [
    *[(f"COLUMNS={odd} kbo-screen {call}", code)
      for odd in ("''", "-5", "1e3") for call, code in ((f"rank {REGISTRY}", 0), ("rank nope.xlsx", 3), ("--help", 0))],
    *[(f"kbo-screen {call} {streams}", code)
      for call in (f"inspect {REGISTRY}", f"shortfall {REGISTRY}", "schema rank", "letter show", "--version")
      for streams, code in ((">&-", 0), ("2>&-", 0), ("2>/dev/full", 0), (">/dev/full", 2), (">/dev/full 2>/dev/full", 2))],
    *[(f"mkdir gone && cd gone && rmdir ../gone && kbo-screen {call}", code)
      for call, code in ((f"rank {REGISTRY}", 0), (f"rank {REGISTRY} -o o.xlsx", 2), (f"form {REGISTRY} -o forms", 2),
                         ("config init", 2), (f"rank {REGISTRY} --config c.toml", 2), ("letter show", 0))],
    *[(f"{make} && timeout 60 kbo-screen {call.format(name=name)} -q", code)
      for make, name in (("mkfifo p.xlsx", "p.xlsx"), ("ln -s l.xlsx l.xlsx", "l.xlsx"), ("true", "/dev/zero"))
      for call, code in (
          ("rank {name}", 3), (f"rank {REGISTRY} --projects {{name}}", 3), (f"rank {REGISTRY} --stars {{name}}", 3),
          (f"rank {REGISTRY} --answers {{name}}", 3), ("inspect {name}", 3),
          (f"validate {SAMPLE}/submissions --registry {{name}}", 3),
          (f"validate {SAMPLE}/submissions --registry {REGISTRY} --received {{name}}", 3),
          (f"rank {REGISTRY} --password-file {{name}}", 2), (f"rank {REGISTRY} --config {{name}}", 2),
          (f"rank {REGISTRY} -o {{name}}.d/x.xlsx", 2))],
    *[(f"{make} && timeout 60 kbo-screen {call}", 2)
      for make in ("mkfifo x.toml", "ln -s x.toml x.toml", "ln -s /dev/zero x.toml", "mkdir x.toml")
      for call in (f"rank {REGISTRY} --letter x.toml", "letter check x.toml")],
    *[(f"{make} {CONFIG} && timeout 60 kbo-screen rank {REGISTRY}", 2) for make in ("mkdir", "ln -s nowhere")],
]  # fmt: skip


@pytest.mark.parametrize(("line", "code"), CALLS)
def test_a_call_in_an_odd_room(line: str, code: int, tmp_path: Path) -> None:
    """To 4."""
    assert Ended(line, tmp_path).code == code


@pytest.mark.slow
@pytest.mark.parametrize(("line", "code"), MORE_CALLS)
def test_more_calls_in_odd_rooms(line: str, code: int, tmp_path: Path) -> None:
    """To 4."""
    assert Ended(line, tmp_path).code == code


@pytest.fixture(params=["pipe", "device", "circle", "folder", "large"])
def no_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "a.toml"
    match request.param:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "circle":
            path.symlink_to(path)
        case "folder":
            path.mkdir()
        case "large":
            with path.open("wb") as file:
                file.truncate(MOST_BYTES + 1)
    return path


def test_only_a_file_is_a_text(no_file: Path) -> None:
    with pytest.raises((NotAFileError, TooLargeError, IsADirectoryError, OSError)):
        read_text_file(no_file)


@pytest.mark.parametrize("read", [read_config, read_passwords])
def test_what_is_no_file_is_told(read: object, no_file: Path) -> None:
    with pytest.raises(UsageError):
        read(no_file)


NONSENSE: Final = [
    "a=" + "[" * 100_000 + "]" * 100_000,
    "a=" + "[" * 100_000,
    "[" * 100_000,
    "a" + ".a" * 20_000 + "=1",
    "[a" + ".a" * 20_000 + "]",
    "a=" + "{b=" * 50_000 + "1" + "}" * 50_000,
    "a=" + "9" * 100_000,
    "a=1e" + "9" * 100,
    'a="' + "\\u0000" * 1_000 + '"',
    'a="""' + '"' * 100_000,
    "#" * 100_000 + "\x00",
    "\ufeff\ufeff",
]


@pytest.mark.parametrize("number", range(len(NONSENSE)))
def test_nonsense_is_no_letter_and_no_config(number: int, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(NONSENSE[number], encoding="utf-8")
    with pytest.raises(UsageError):
        parse_letter(NONSENSE[number], "a.toml")
    with pytest.raises(UsageError):
        read_config(path)


MANY: Final = 10_000


def _many(entry: str) -> str:
    return "".join(entry.replace("#", str(number)) for number in range(MANY))


@pytest.mark.parametrize(
    ("read", "text", "codes"),
    [
        (
            read_config,
            _many("[u#]\n"),
            [*["config.unknown-key"] * 20, "config.more-faults"],
        ),
        (
            read_config,
            _many("u# = 1\n"),
            [*["config.unknown-key"] * 20, "config.more-faults"],
        ),
        (
            read_config,
            "[columns]\n" + _many("'ก#' = 1\n"),
            [*["config.bad-value"] * 20, "config.more-faults"],
        ),
        (
            read_config,
            "[values.quadrant]\n" + _many("u# = 'x'\n"),
            [*["config.unknown-key"] * 20, "config.more-faults"],
        ),
        (
            load_letter,
            "{letter}" + _many("[u#]\n"),
            [*["letter.unknown-key"] * 20, "letter.more-faults"],
        ),
        (
            load_letter,
            "{letter}" + _many("u# = 1\n"),
            [*["letter.unknown-key"] * 20, "letter.more-faults"],
        ),
        (
            load_letter,
            "{letter}" + _many("[[conditions]]\nid='c#'\ntest='x'\n"),
            [*["letter.bad-value"] * 20, "letter.more-faults"],
        ),
    ],
)
def test_of_many_faults_the_first_are_told_and_the_others_counted(
    read: object,
    text: str,
    codes: list[str],
    tmp_path: Path,
) -> None:
    """And soon: no fault looks through the whole file for its line."""
    path = tmp_path / "a.toml"
    letter = LETTER.read_text(encoding="utf-8")
    path.write_text(text.replace("{letter}", letter), encoding="utf-8")
    start = time.process_time()
    with pytest.raises(UsageError) as caught:
        read(path)
    assert time.process_time() - start < 5
    assert [finding.code for finding in caught.value.findings] == codes


def test_a_list_of_words_or_parts_has_an_end(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("[headers]\nstar = [" + _many("'w#',") + "]", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_config(path)
    (finding,) = caught.value.findings
    assert finding.code == "config.bad-value"
    assert "at most 1000" in finding.message("en")
    left_out = _many("'examples.e#',")
    path.write_text(
        f"extends = 'chachoengsao_2566'\nid = 'x'\nleft_out = [{left_out}]",
        encoding="utf-8",
    )
    start = time.process_time()
    assert load_letter(path).id == "x"
    assert time.process_time() - start < 5


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_letter_that_is_broken_anywhere_is_read_or_told(data: st.DataObject) -> None:
    text = LETTER.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    words = data.draw(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                ["[[", "]]", "=", '"""', "9" * 400, "-1", "nan", "inf", "{}"]
            ),
        )
    )
    with suppress(UsageError):
        parse_letter(text[:start] + words + text[start + length :], "a.toml")
