"""What a command gives, made again from a receipt: its run and its report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.results.proof_formulas.read_values import Orders
from kbo_screen.results.shortfall.shortfall_result import find_shortfall
from kbo_screen.results.shown import shown_check, shown_outcome, shown_run
from kbo_screen.tasks import compare_letters
from kbo_screen.tasks.build_run import build_run, open_letter
from kbo_screen.tasks.check_lists import CheckOptions, check_sent
from kbo_screen.tasks.explain_standing import explain_standing
from kbo_screen.tasks.replay_inputs import named_file
from kbo_screen.tasks.reports import (
    DEFAULT_FONT,
    explanation_report,
    rank_report,
    shortfall_report,
    validation_report,
    whatif_report,
)
from kbo_screen.tasks.run_readings import with_readings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Receipt, Run
    from kbo_screen.tasks.replay_inputs import InputFiles
    from kbo_screen.tasks.reports import Report
    from kbo_screen.tasks.run_options import RunOptions

    #: A run, and what a command gives of it.
    RunAndReport = tuple[Run, Report]


@dataclass(frozen=True, eq=False)
class ReceiptCall:
    """A call of the program as its receipt tells it: the files and options that there are now for it.

    folders: where letter files are looked for.
    """

    receipt: Receipt
    files: InputFiles
    options: RunOptions
    folders: Sequence[Path]

    @property
    def registries(self) -> list[Path]:
        """The files of the registry."""
        return self.files.of_roles("registry")

    @property
    def font(self) -> str:
        """The font of its workbooks."""
        return str(self.asked("font") or DEFAULT_FONT)

    def asked(self, name: str) -> Any:
        """What an option of the receipt says; None where it was left alone."""
        return self.receipt.options.get(name)

    def has(self, name: str) -> bool:
        """An option of the receipt was switched on, or given a value."""
        return bool(self.asked(name))

    def as_signed(self, run: Run) -> Run:
        """A run under the receipt that is replayed: what it says of itself is then compared too."""
        return replace(run, receipt=self.receipt)


def make_again(command: str, call: ReceiptCall) -> RunAndReport:
    """The run over the same inputs, signed anew, and what a command of `COMMANDS_AGAIN` gives of it.

    Raises what the command does.
    """
    return COMMANDS_AGAIN[command](call)


def _rank_again(call: ReceiptCall) -> RunAndReport:
    run = build_run(call.registries, call.options)
    signed = call.as_signed(run)
    if call.has("readings"):
        signed = with_readings(signed, call.registries, call.options, together=True)
    report = rank_report(
        shown_run(signed, with_contacts=call.has("with_contacts")),
        font=call.font,
        all_rows=call.has("all_rows"),
        orders=Orders(signed) if call.has("proof") else None,
    )
    return run, report


def _shortfall_again(call: ReceiptCall) -> RunAndReport:
    run = build_run(call.registries, call.options)
    signed = call.as_signed(run)
    if call.has("levers"):
        signed = with_readings(signed, call.registries, call.options)
    checked = None
    if call.files.of_roles("submission"):
        checked = _lists_again(signed, call)
    with_contacts = call.has("with_contacts")
    shortfall = find_shortfall(signed, checked, with_contacts=with_contacts)
    return run, shortfall_report(shortfall, font=call.font, each=call.has("each"))


def _validate_again(call: ReceiptCall) -> RunAndReport:
    run = build_run(call.registries, call.options)
    checked = shown_check(_lists_again(run, call))
    return run, validation_report(checked, font=call.font)


def _lists_again(run: Run, call: ReceiptCall) -> Validation:
    """What districts sent, checked again."""
    tables = call.files.of_roles("received")
    checks = CheckOptions(
        received=str(tables[0]) if tables else call.asked("received"),
        only=call.asked("only") or (),
        skip=call.asked("skip") or (),
        district=call.asked("lists_of_district"),
        expects_all=call.has("expects_all"),
        previous=call.files.of_roles("previous"),
        saved=call.asked("saved") or {},
    )
    lists = call.files.of_roles("submission")
    checked = check_sent(lists, run, call.options, checks)
    return replace(checked, run=call.as_signed(checked.run))


def _whatif_again(call: ReceiptCall) -> RunAndReport:
    run = build_run(call.registries, call.options)
    variants = call.asked("variant") or []
    readings = call.asked("reading") or []
    letters = [
        open_letter(named_file(letter["file"], call.folders, letter["sha256"]))
        for letter in call.asked("variant_letter") or []
    ]
    run = compare_letters.with_variants(run, variants, letters, readings)
    results = compare_letters.compare(
        run,
        call.registries,
        call.options,
        variants,
        letters,
        readings=readings,
    )
    masked_run = shown_run(call.as_signed(run))
    return run, whatif_report(
        masked_run, list(map(shown_outcome, results)), font=call.font
    )


def _explain_again(call: ReceiptCall) -> RunAndReport:
    run = build_run(call.registries, call.options)
    explained = explain_standing(
        run,
        call.registries,
        call.options,
        call.asked("group"),
        against=call.asked("against"),
        district=call.asked("district_of_group"),
    )
    signed = replace(explained, run=call.as_signed(explained.run))
    return run, explanation_report(signed, font=call.font)


COMMANDS_AGAIN: Final[dict[str, Callable[[ReceiptCall], RunAndReport]]] = {
    "rank": _rank_again,
    "shortfall": _shortfall_again,
    "validate": _validate_again,
    "whatif": _whatif_again,
    "explain": _explain_again,
}
