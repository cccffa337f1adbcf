"""`kbo-screen` alone, on a terminal: asks what is to be done with which files, and runs the ordinary command.

It knows no rule and keeps nothing: what it does is the command that it prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.completion import CONFIG_NAME
from kbo_screen.cli.config_offer import offer_change
from kbo_screen.cli.prompts import (
    ask_choice,
    ask_files,
    ask_line,
    ask_one,
    leaving_politely,
    tell,
    tell_whole,
)
from kbo_screen.cli.running import run_options
from kbo_screen.cli.shell_words import command_line, path_word, program_word
from kbo_screen.cli.step_commands import free_name
from kbo_screen.cli.streams import can_ask, show_failure
from kbo_screen.findings import KboScreenError
from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.console import result_screen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kbo_screen.registry.inspection import Inspection
    from kbo_screen.sources.config.config_file import Config

    #: The registry and the lists beside it, by the keys of an office's config.
    OfficeFiles = dict[str, list[Path]]

#: The kinds of side lists, as options and keys of a config call them.
LISTS: Final = ("stars", "standards", "projects")
#: Exit codes of a command that did what it was asked: 1 says that there is something to mend.
_DONE: Final = (0, 1)

#: The position of the choice to say what was not understood.
_SETTLE: Final = 2

DroppedFiles = Annotated[
    list[Path],
    o.file_argument(metavar="[FILE...]", show_default=False, help="guide.files"),
]


@dataclass(frozen=True, slots=True)
class Guide:
    """One visit: the commands, what the program is called, the language, files that were dropped on it."""

    commands: Any
    program: str
    lang: str
    dropped: Sequence[Path] = ()

    def text(self, name: str, **fields: object) -> str:
        """A text of the guide."""
        return text(f"guide.{name}", self.lang, **fields)

    def choose(self, question: str, *choices: str, **fields: object) -> int | None:
        """The position of the choice that a person takes; question and choices are texts of the guide."""
        return ask_choice(
            self.text(question, **fields),
            list(map(self.text, choices)),
            self.lang,
        )


@dataclass(frozen=True, slots=True)
class GuideCall:
    """A command to run: its words, the files that an office has every time by key of its config, its result."""

    words: list[str]
    files: OfficeFiles = field(default_factory=dict)
    output: Path | None = None


def guide(
    ctx: typer.Context,
    files: DroppedFiles = [],
    lang: o.LangOption = "th",
) -> None:
    """Guide with files that were dropped on the program; what is no terminal is told how to begin."""
    if can_ask():
        guide_through(ctx, lang, files)
    else:
        typer.echo(text("help.start", lang))


def guide_through(
    ctx: typer.Context,
    lang: str,
    dropped: Sequence[Path] = (),
) -> None:
    """Ask and run, again and again, until the person leaves."""
    root = ctx.find_root()
    program = program_word(str(root.command_path))
    visit = Guide(root.command, program, lang, dropped)
    with leaving_politely(lang):
        tell(visit.text("hello"))
        may_remember = True
        while (door := _ask_door(visit)) is not None:
            try:
                may_remember = _serve(visit, door, may_remember=may_remember)
            except KboScreenError as error:
                show_failure(error.findings, lang)
        tell(visit.text("goodbye"))


def _serve(
    visit: Guide,
    door: str,
    *,
    may_remember: bool,
) -> bool:
    """Ask for what a command needs and run it; returns whether to offer again to remember files."""
    call = DOORS[door](visit)
    if _run(visit, call) and may_remember and call.files:
        return _offer_memory(visit, call)
    return may_remember


def _ask_door(visit: Guide) -> str | None:
    """What is to be done; None to leave."""
    doors = [(visit.text(f"door.{door}"), door) for door in DOORS]
    return ask_one(visit.text("what"), doors, visit.lang, leave=visit.text("leave"))


def _run(
    visit: Guide,
    call: GuideCall,
) -> bool:
    """Print a command and run it; returns whether it did what it was asked."""
    tell("")
    tell(visit.text("command"))
    tell_whole(command_line([visit.program, *call.words]), indent=2)
    tell_whole("")
    is_done = _exit_code(visit, call.words) in _DONE
    if not is_done:
        tell(visit.text("not_done"))
    elif call.output is not None and call.output.exists():
        tell(visit.text("where", path=call.output.resolve()))
    return is_done


def _exit_code(
    visit: Guide,
    words: Sequence[str],
) -> int:
    """Run a command as the command line does."""
    try:
        with visit.commands.make_context(visit.program, list(words)) as ctx:
            visit.commands.invoke(ctx)
    except typer.Exit as ending:
        return int(ending.exit_code)
    return 0


def _offer_memory(
    visit: Guide,
    call: GuideCall,
) -> bool:
    """Offer to write the files of a call into the config; returns whether to offer it again."""
    choice = visit.choose(
        "remember.ask",
        "remember.show",
        "remember.not_now",
        file=CONFIG_NAME,
    )
    return choice == 0 and offer_change(call.files, visit.lang)


def _rank(visit: Guide) -> GuideCall:
    files = _ask_data(visit, visit.dropped)
    return _call_with_output(visit, "rank", ["rank", *_words_of(files)], files)


def _form(visit: Guide) -> GuideCall:
    files = _ask_data(visit, visit.dropped)
    words = ["form", *_words_of(files), *_ask_district(visit)]
    return _call_with_output(visit, "form", words, files)


def _validate(visit: Guide) -> GuideCall:
    submissions, _inspections = _ask_wanted(visit, "submissions", visit.dropped)
    files = _ask_data(visit)
    words = ["validate", *map(path_word, submissions), *_words_of(files, "--registry")]
    call = _call_with_output(visit, "validate", words, files)
    call.words.extend(_ask_collected(visit, files))
    return call


def _shortfall(visit: Guide) -> GuideCall:
    files = _ask_data(visit, visit.dropped)
    return GuideCall(["shortfall", *_words_of(files), *_ask_district(visit)], files)


def _settle(visit: Guide) -> GuideCall:
    """What is asked goes into a sheet; once that came back, the registry is ranked with its answers."""
    files = _ask_data(visit, visit.dropped)
    answers = ask_files(visit.text("ask.answers"), visit.lang)
    if not answers:
        words = ["shortfall", *_words_of(files)]
        return _call_with_output(visit, "shortfall", words, files)
    words = ["rank", *_words_of(files)]
    for path in answers:
        words += ["--answers", path_word(path)]
    return _call_with_output(visit, "settle", words, files)


def _meeting(visit: Guide) -> GuideCall:
    submissions = ask_files(visit.text("ask.accepted"), visit.lang, visit.dropped)
    files = _ask_data(visit)
    called = [path_word(path) for path in submissions] or ["--proposed"]
    words = ["meeting", *called, *_words_of(files, "--registry")]
    return _call_with_output(visit, "meeting", words, files)


def _ask_district(visit: Guide) -> list[str]:
    """One district alone, as words of a command; none for all."""
    tell("")
    name = ask_line(visit.text("ask.district"))
    return ["--district", name] if name else []


def _ask_collected(visit: Guide, files: OfficeFiles) -> list[str]:
    """Where the groups accepted are gathered as the province's list, as words of a command; none where they are not."""
    if visit.choose("collect.ask", "collect.yes", "collect.no") != 0:
        return []
    return ["--collect", path_word(_ask_output(visit, "collect", files))]


def _call_with_output(
    visit: Guide,
    name: str,
    words: list[str],
    files: OfficeFiles,
) -> GuideCall:
    """A command whose result goes where the person says. name: what the result is called by."""
    output = _ask_output(visit, name, files)
    return GuideCall([*words, "-o", path_word(output)], files, output)


#: What can be chosen, in the order of the letter.
DOORS: Final[dict[str, Callable[[Guide], GuideCall]]] = {
    "rank": _rank,
    "form": _form,
    "validate": _validate,
    "shortfall": _shortfall,
    "settle": _settle,
    "meeting": _meeting,
}


def _ask_data(
    visit: Guide,
    dropped: Sequence[Path] = (),
) -> OfficeFiles:
    """The registry and the lists beside it; what the config names is left to it."""
    config = _config()
    registries = [Path(path) for path in config.registry]
    files = _ask_registry(visit, dropped or registries)
    has_lists = any(role in files or getattr(config, role) for role in LISTS)
    if not dropped and files["registry"] == registries:
        del files["registry"]
    if not has_lists:
        files.update(_ask_lists(visit))
    return files


def _ask_registry(
    visit: Guide,
    suggestion: Sequence[Path],
) -> OfficeFiles:
    """The registry, and the lists among the files that were given with it, each by what it was read as."""
    files: OfficeFiles = {"registry": []}
    while not files["registry"]:
        paths, inspections = _ask_wanted(visit, "registry", suggestion)
        for path in paths:
            role = _role_as_read(path, inspections) or "registry"
            files.setdefault(role, []).append(path)
        if not files["registry"]:
            tell(visit.text("only_lists"))
            suggestion = ()
    return files


def _role_as_read(path: Path, inspections: Sequence[Inspection]) -> str | None:
    """Which list beside a registry a file is, by all of its tables; None for anything else."""
    kinds = {each.kind for each in inspections if each.table.file == path.name}
    roles = [role for role in LISTS if kinds == {role}]
    return roles[0] if roles else None


def _config() -> Config:
    """The config in the working folder, an empty one where there is none."""
    from kbo_screen.sources.config.config_file import Config, read_config

    path = o.config_in_folder()
    return read_config(path).config if path else Config()


def _ask_wanted(
    visit: Guide,
    name: str,
    suggestion: Sequence[Path],
) -> tuple[list[Path], list[Inspection]]:
    """Files without which nothing can be done, once the person says that they were read right; what they were read as.

    Of folders nothing is read.
    """
    while True:
        paths = ask_files(visit.text(f"ask.{name}"), visit.lang, suggestion)
        if not paths:
            tell(visit.text("wanted"))
            continue
        inspections = _read_right(visit, paths)
        if inspections is not None:
            return paths, inspections
        suggestion = ()


def _read_right(
    visit: Guide,
    paths: Sequence[Path],
) -> list[Inspection] | None:
    """Show what was understood of files, and ask whether to go on; None for not."""
    are_folders = all(path.is_dir() for path in paths)
    inspections: list[Inspection] | None = []
    if are_folders:
        _show_folders(visit, paths)
    else:
        inspections = _look(visit, paths)
    if inspections is None:
        return None
    choices = ["go_on", "another_file"]
    if not are_folders:  # a folder's lists are the districts' to mend
        choices.append("settle")
    choice = visit.choose("right", *choices)
    if choice == _SETTLE:
        _run(visit, GuideCall(["inspect", "--ask", *map(path_word, paths)]))
        return _read_right(visit, paths)
    return inspections if choice == 0 else None


def _show_folders(
    visit: Guide,
    folders: Sequence[Path],
) -> None:
    """Show how many files stand in folders: a province's districts send too many to look at each."""
    from kbo_screen.sources.submissions.submission_files import find_submissions

    for folder in folders:
        files = find_submissions([folder])
        tell(visit.text("folder_holds", folder=folder, count=len(files)))
        for file in files:
            tell(file.name, indent=2)


def _look(
    visit: Guide,
    paths: Sequence[Path],
) -> list[Inspection] | None:
    """Show what was understood of files; None where they cannot be read, which is said."""
    from kbo_screen.formats.terminal.inspect_terminal import show_understanding
    from kbo_screen.tasks.look_at_files import look_at_files

    command = visit.commands.commands["inspect"]
    words = ["--", *map(str, paths)]
    try:
        with command.make_context("inspect", words) as ctx:
            inspections, _findings = look_at_files(paths, run_options(ctx))
    except KboScreenError as error:
        show_failure(error.findings, visit.lang)
        return None
    tell(visit.text("understood"))
    show_understanding(inspections, visit.lang, result_screen())
    return inspections


def _ask_lists(visit: Guide) -> OfficeFiles:
    """The lists beside a registry, by what each is."""
    files: OfficeFiles = {}
    for path in ask_files(visit.text("ask.lists"), visit.lang):
        inspections = _look(visit, [path])
        if inspections is not None:
            role = _role_of(visit, path, inspections)
            files.setdefault(role, []).append(path)
    return files


def _role_of(
    visit: Guide,
    path: Path,
    inspections: Sequence[Inspection],
) -> str:
    """What a list is: as it was read, else as the person says."""
    if role := _role_as_read(path, inspections):
        return role
    choices = [text(f"inspect.kind.{role}", visit.lang) for role in LISTS]
    question = visit.text("ask.role", file=path.name)
    return LISTS[ask_choice(question, choices, visit.lang) or 0]


def _ask_output(
    visit: Guide,
    name: str,
    files: OfficeFiles,
) -> Path:
    """Where a result goes: beside the registry, unless the person says otherwise."""
    registries = files.get("registry") or [Path()]
    folder = registries[0].parent
    file_name = free_name(visit.text(f"file.{name}"), folder)
    tell("")
    typed_name = ask_line(visit.text("output", file=folder / file_name))
    if not typed_name:
        return folder / file_name
    path = folder / typed_name.strip("\"'")
    return path if path.suffix else path.with_suffix(Path(file_name).suffix)


def _words_of(
    files: OfficeFiles,
    registry_option: str | None = None,
) -> list[str]:
    """Files as the words of a command."""
    words: list[str] = []
    for key, paths in files.items():
        option = registry_option if key == "registry" else f"--{key}"
        for path in paths:
            words += [option] if option else []
            words.append(path_word(path))
    return words
