"""What the hidden part of a form says against what it is checked for: letter, district, edition of the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.registry.form_stamp import is_of_edition
from kbo_screen.vocabulary.areas import resolve_district

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.registry.form_stamp import FormStamp
    from kbo_screen.registry.registry import ScopeDistrict
    from kbo_screen.registry.submission import Submission


def check_form(submission: Submission, run: Run) -> Iterator[Finding]:
    """Another letter's form, then no more; another district's; one made from another edition of the registry."""
    stamp = submission.stamp
    if stamp is None:
        return
    place = submission.place
    if stamp.letter != run.letter.id:
        yield make_finding(
            "form.other-letter",
            place,
            value=stamp.letter,
            letter=run.letter.id,
        )
        return
    if not is_of_edition(stamp, run.registry.inputs):
        yield make_finding("form.other-edition", place)
    yield from _check_district(submission, stamp, place, run.areas)


def _check_district(
    submission: Submission,
    stamp: FormStamp,
    place: Place,
    scope: tuple[ScopeDistrict, ...],
) -> Iterator[Finding]:
    """A form of no district that is looked at; else what its head or its file's name says is another district."""
    district_of_code = {district.code: district for district in scope}
    district = district_of_code.get(stamp.district)
    if district is None:
        yield make_finding("form.district-out-of-scope", place, value=stamp.district)
        return
    head = submission.head.get("district")
    file_district_ix = submission.named_district_ix
    if head and head.text and resolve_district(head.text, scope) != district:
        yield _other_district(head.place, head.text, district, head.text)
    elif file_district_ix is not None and scope[file_district_ix] != district:
        other = scope[file_district_ix].district
        yield _other_district(place, submission.file, district, other)


def _other_district(
    place: Place,
    value: str,
    district: ScopeDistrict,
    other: str,
) -> Finding:
    return make_finding(
        "form.other-district",
        place,
        value=value,
        district=district.district,
        other=other,
    )
