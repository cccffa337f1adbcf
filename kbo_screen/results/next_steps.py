"""What to do next: at most five steps, the most pressing first, each a command that runs as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.results.rows import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.results.meeting.invitations import MeetingCall
    from kbo_screen.results.shortfall.shortfall_result import Shortfall

#: More is no longer read.
MOST_STEPS: Final = 5


class Step(NamedTuple):
    """A step in words, the command that does it, and what stands behind the command's registries.

    new_file: the file or folder that it writes; a name that nothing has is to be made of it. output_option: what names
    it.
    """

    words: str
    command: str
    arguments: tuple[str, ...] = ()
    new_file: str = ""
    output_option: str = "-o"


class StepLine(NamedTuple):
    """A step in words and the whole line to type for it."""

    words: str
    command: str


def steps_after_rank(
    run: Run,
    written: Path | None,
) -> list[Step]:
    """What to do once a shortlist stands; written: the file that it was written to, if it was.

    Of a registry that holds no row of the area: looking at it.
    """
    steps = _steps_after_rank(run, written)
    return _step_without_rows(run) or list(steps)[:MOST_STEPS]


def _step_without_rows(run: Run) -> list[Step]:
    """Looking at a registry that holds no row of the area; nothing where it holds one."""
    if run.screening.districts["products"].any():
        return []
    return [Step(text("next.look", run.lang), "inspect")]


def _steps_after_rank(
    run: Run,
    written: Path | None,
) -> Iterator[Step]:
    yield from _steps_of_data(run)
    lang = run.lang
    if len(run.provinces) > 1:
        area = ("--province", _province_to_look_at(run))
        yield Step(text("next.province", lang), "rank", area)
    if written is None:
        name = text("next.shortlist_file", lang)
        yield Step(text("next.write", lang), "rank", new_file=name)
    elif written.suffix == ".xlsx" and run.questions:
        answers = ("--answers", str(written))
        yield Step(text("next.answers", lang), "rank", answers)
    forms = text("next.forms_folder", lang)
    yield Step(text("next.form", lang), "form", new_file=forms)
    if group := _group_to_explain(run):
        yield Step(text("next.explain", lang), "explain", (group,))


def _steps_of_data(run: Run) -> Iterator[Step]:
    """Looking for what was not checked, mending the registry, asking."""
    lang = run.lang
    if not_checked := len(run.screening.not_evaluated):
        words = text("next.not_checked", lang, count=not_checked)
        yield Step(words, "inspect")
    errors = sum(finding.severity == "error" for finding in run.findings)
    if errors:
        words = text("next.mend", lang, count=f"{errors:,}")
        yield Step(words, "rank", ("--verbose",))
    if words := _asking_words(run):
        yield Step(words, "shortfall")


def steps_after_shortfall(
    shortfall: Shortfall,
    written: Path | None,
    *,
    with_levers: bool = False,
) -> list[Step]:
    """What to do once it is known who is short; written: the file that it was written to, if it was.

    with_levers: what keeps groups out stands on the screen already.
    Of a registry that holds no row of the area: looking at it.
    """
    run, lang = shortfall.run, shortfall.lang
    if look_steps := _step_without_rows(run):
        return look_steps
    steps = []
    if written is None:
        steps.append(_writing_step(run))
    elif written.suffix == ".xlsx" and run.questions:
        answers = ("--answers", str(written))
        steps.append(Step(text("next.answers_of_calls", lang), "rank", answers))
    if len(run.areas) > 1:
        steps += _narrower_steps(shortfall, with_levers=with_levers)
    return steps


def _writing_step(run: Run) -> Step:
    """A workbook of what is to ask, or of how the districts stand where nothing is."""
    if run.questions:
        words = text("next.write_calls", run.lang)
        name = text("next.calls_file", run.lang)
    else:
        words = text("next.write_standing", run.lang)
        name = text("next.standing_file", run.lang)
    return Step(words, "shortfall", new_file=name)


def _narrower_steps(shortfall: Shortfall, *, with_levers: bool) -> Iterator[Step]:
    """Looking at one province of several, or one district, and at what keeps groups out."""
    run, lang = shortfall.run, shortfall.lang
    district = _district_to_look_at(shortfall)
    if district is None:
        return
    if len(run.provinces) > 1:
        area = ("--province", str(district.province))
        yield Step(text("next.province", lang), "shortfall", area)
        return
    area = ("--district", str(district.district))
    yield Step(text("next.district", lang), "shortfall", area)
    if not with_levers:
        yield Step(text("next.levers", lang), "shortfall", ("--levers",))


def _district_to_look_at(shortfall: Shortfall) -> Any:
    """The first district that lacks groups, rather one that somebody can ask; None where all are met."""
    districts = list(shortfall.open_districts())
    with_questions = [row for row in districts if shortfall.asks_of(row.Index)]
    return next(iter(with_questions or districts), None)


def steps_after_check(
    checked: Validation,
    written: Path | None,
    *,
    is_returned: bool,
    is_collected: bool,
) -> list[Step]:
    """What to do once lists were checked: send back what to mend, gather what was accepted, see who is short."""
    lang = checked.lang
    steps = []
    if not is_returned and any(file.status == "rejected" for file in checked.files):
        name = text("next.return_folder", lang)
        words = text("next.send_back", lang)
        steps.append(Step(words, "validate", new_file=name, output_option="--return"))
    if written is None and checked.findings:
        name = text("next.findings_file", lang)
        steps.append(Step(text("next.write_findings", lang), "validate", new_file=name))
    if not is_collected and any(district.counted for district in checked.districts):
        name = text("next.collected_file", lang)
        words = text("next.collect", lang)
        steps.append(Step(words, "validate", new_file=name, output_option="--collect"))
    if any(district.shortfall for district in checked.districts):
        steps.append(Step(text("next.still_short", lang), "shortfall"))
    return steps


def steps_after_forms(run: Run, folder: Path) -> list[Step]:
    """What to do once the forms of a folder are sent: check what comes back; ask where a district is not met."""
    lang = run.lang
    if look_steps := _step_without_rows(run):
        return look_steps
    check = text("next.check", lang, folder=folder.name)
    name = str(folder)
    if name.startswith("-"):  # else taken for an option
        name = f"./{name}"
    steps = [Step(check, "validate", (name,))]
    if words := _asking_words(run):
        steps.append(Step(words, "shortfall"))
    return steps


def steps_after_meeting(call: MeetingCall) -> list[Step]:
    """What to do once the letters are written: look at what is to mend and who is short; without lists make forms."""
    lang = call.lang
    if call.is_proposed:
        forms = text("next.forms_folder", lang)
        return [Step(text("next.form", lang), "form", new_file=forms)]
    steps = []
    if any(called.why_none == "not_accepted" for called in call.districts):
        steps.append(Step(text("next.rejected", lang), "validate"))
    if any(called.why_none for called in call.districts):
        steps.append(Step(text("next.still_short", lang), "shortfall"))
    return steps


def steps_after_compare(
    editions: tuple[str, str],
    written: Path | None,
    lang: str,
) -> list[Step]:
    """What to do once it is known who moved: look at all of them in a workbook. editions: the files that were given."""
    if written is not None:
        return []
    name = text("next.moves_file", lang)
    return [
        Step(
            text("next.write_moves", lang),
            "compare",
            editions,
            new_file=name,
        )
    ]


def _province_to_look_at(run: Run) -> str:
    """The first province with rows in which a district is not met; where all are, the first with rows."""
    districts = run.screening.districts
    with_rows = districts[districts["products"] > 0]
    unmet = with_rows[with_rows["status"] != "met"]
    first = next(each_row(unmet if len(unmet) else with_rows))
    return str(first.province)


def _asking_words(run: Run) -> str:
    """How many districts are not met, or how many proposed groups wait; nothing where neither is so."""
    districts = run.screening.districts
    unmet = int((districts["status"] != "met").sum())
    if unmet:
        return text("next.ask", run.lang, districts=f"{unmet:,}")
    waiting = int(districts["selected_to_check"].sum())
    if waiting:
        return text("next.ask_proposed", run.lang, groups=f"{waiting:,}")
    return ""


def _group_to_explain(run: Run) -> str | None:
    """The id of the first proposed group that no other group has, else none."""
    groups = run.screening.groups.drop_duplicates("group_id", keep=False)
    proposed = groups.loc[groups["selected"], "group_id"].dropna()
    return next(map(str, proposed), None)
