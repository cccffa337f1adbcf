"""Two editions of a registry, each read under its own options, compared group by group."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kbo_screen.editions.comparison import compare_editions
from kbo_screen.editions.edition import edition_of
from kbo_screen.findings import InputError, Place
from kbo_screen.gap.reads_alike import registry_under
from kbo_screen.gap.variants import in_scope_of, read_by
from kbo_screen.results.comparison.compare_payload import compare_payload
from kbo_screen.results.comparison.stated_comparison import stated_payload
from kbo_screen.results.comparison.stated_list import list_of_run
from kbo_screen.results.comparison.two_editions import shown_comparison
from kbo_screen.results.shown import shown_run
from kbo_screen.tasks.build_run import build_run, nobody, read_inputs

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.editions.edition import Edition
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.results.comparison.stated_list import StatedList
    from kbo_screen.results.comparison.two_editions import ComparedRuns
    from kbo_screen.results.schemas import ComparePayload
    from kbo_screen.tasks.build_run import Say
    from kbo_screen.tasks.compared_sides import SideInput


def compare_sides(
    old: SideInput,
    new: SideInput,
    say: Say = nobody,
) -> ComparePayload:
    """Read both sides and compare them. Raises UsageError and InputError as `build_run` does.

    A result is made again from its inputs. Where these are not there, or give another list now, what both sides state
    is compared instead. Raises InputError for a shortfall whose letter is another one now, for it states no list.
    """
    old_run, new_run = _run_of(old, say), _run_of(new, say)
    old, new = _looked_up(old, old_run), _looked_up(new, new_run)
    unlike = [
        side
        for side, run in ((old, old_run), (new, new_run))
        if run and not _is_faithful(side, run)
    ]
    if old_run and new_run and not unlike:
        return compare_payload(
            compare_runs(
                _with_receipt(old_run, old),
                _with_receipt(new_run, new),
                old,
                new,
            )
        )
    return stated_payload(
        _list_of(old, old_run),
        _list_of(new, new_run),
        is_unlike_inputs=any(map(_is_of_same_letter, unlike)),
    )


def _run_of(side: SideInput, say: Say) -> Run | None:
    """The run of a side; None for a result whose inputs were not found."""
    if side.stated is not None and not side.paths:
        return None
    return build_run(
        side.paths,
        side.options,
        say,
    )


def _looked_up(side: SideInput, run: Run | None) -> SideInput:
    """The side with what became known of its result by making it again. Raises InputError."""
    if side.stated is None or run is None:
        return side
    is_same = run.receipt.letter_sha256 == side.stated.receipt.letter_sha256
    stated = replace(
        side.stated,
        inputs_found=True,
        letter_found=is_same,
    )
    if not (is_same or stated.has_list):
        letter_id = stated.receipt.letter_id
        place = Place(stated.file)
        raise InputError.of("file.letter-changed", place, letter=letter_id)
    return replace(side, stated=stated)


def _with_receipt(run: Run, side: SideInput) -> Run:
    """The run with the receipt of the result that it makes again."""
    return replace(run, receipt=side.stated.receipt) if side.stated else run


def _is_of_same_letter(side: SideInput) -> bool:
    return side.stated is not None and side.stated.letter_found is True


def _is_faithful(side: SideInput, run: Run) -> bool:
    """A result states what the program makes of its inputs now."""
    if side.stated is None or not side.stated.has_list:
        return True
    return side.stated.says_the_same(list_of_run(shown_run(run)))


def _list_of(side: SideInput, run: Run | None) -> StatedList:
    if side.stated is not None:
        return side.stated
    assert run is not None  # noqa: S101 - a registry always gives one
    return list_of_run(shown_run(run))


def compare_runs(
    old_run: Run,
    new_run: Run,
    old: SideInput,
    new: SideInput,
) -> ComparedRuns:
    """Compare two runs; the new inputs are read again where the old letter has them read otherwise."""

    def read_as_old() -> Registry:
        letter = in_scope_of(new_run.letter, old_run.letter)
        registry = _registry_under(new_run, letter)
        if registry is not None:
            return registry
        return read_inputs(
            new.paths,
            letter,
            new.options,
            asked_under=new_run.letter,
        )

    comparison = compare_editions(
        _edition_of(old_run, old),
        _edition_of(new_run, new),
        read_as_old,
    )
    compared = shown_comparison(
        old_run,
        new_run,
        comparison,
    )
    return replace(
        compared,
        old_result=old.stated,
        new_result=new.stated,
    )


def _edition_of(run: Run, side: SideInput) -> Edition:
    return edition_of(
        run.registry,
        run.screening,
        run.letter,
        side.options.take,
    )


def _registry_under(run: Run, letter: Letter) -> Registry | None:
    """The run's registry as it reads under another letter; None where its files have to be read again."""
    with_own_choices = letter.model_copy(update={"choices": run.letter.choices})
    if read_by(run.letter) != read_by(with_own_choices):
        return None
    return registry_under(
        run.registry,
        run.letter,
        letter,
    )
