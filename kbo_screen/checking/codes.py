"""The codes that the check of a submission can raise, in the order of its stages; findings of a file stand apart.

The mutation tests change one thing per code; the workbook lists each with what it met.
"""

from typing import Final, cast

from kbo_screen.findings import Severity
from kbo_screen.findings.catalogue import finding_severity
from kbo_screen.vocabulary.fields import TABLE

SUBMISSION_CODES: Final = (
    "table.no-list",
    "table.no-group-column",
    "table.no-district",
    "table.rows-below-signature",
    "table.reserves",
    "table.no-representative-column",
    "table.no-officer",
    "table.boxes-unticked",
    "table.hidden-sheet",
    "table.hidden-rows",
    "table.hidden-columns",
    "table.coloured-rows",
    "form.other-letter",
    "form.other-district",
    "form.district-out-of-scope",
    "form.other-edition",
    "form.gap",
    "form.typed-over",
    "cell.required-blank",
    "cell.error-value",
    "cell.long-text",
    "cell.not-calculated",
    "cell.struck-out",
    "cell.note",
    "cell.note-dissolved",
    "cell.unreadable-star",
    "cell.star-out-of-range",
    "cell.unknown-quadrant",
    "cell.product-standard",
    "cell.applied-only",
    "cell.unknown-standard",
    "cell.unknown-producer-type",
    "cell.unclear-project",
    "cell.unclear-potential",
    "cell.former-project",
    "cell.kbo-itself",
    "cell.project-of-other-year",
    "cell.null-word",
    "cell.dissolved-group",
    "cell.ditto",
    "cell.doubtful-ditto",
    "cell.unreadable-year",
    "cell.year-out-of-range",
    "cell.assumed-century",
    "cell.date-as-number",
    "cell.unreadable-id",
    "cell.date-for-id",
    "cell.unreadable-phone",
    "cell.mended-phone",
    "cell.several-representatives",
    "cell.no-officer",
    "cell.impossible-date",
    "cell.mended-date",
    "cell.unlikely-date",
    "cell.wrong-era-date",
    "cell.district-differs",
    "row.ragged",
    "row.struck-out",
    "row.duplicate-group",
    "row.two-spellings",
    "row.one-person",
    "registry.unknown-group",
    "registry.name-nearly-right",
    "registry.id-and-name-differ",
    "registry.id-differs",
    "registry.ambiguous-name",
    "registry.other-district",
    "registry.product-not-of-group",
    "registry.star-differs",
    "registry.quadrant-differs",
    "registry.standard-differs",
    "registry.type-differs",
    "registry.year-differs",
    "registry.project-differs",
    "registry.star-year-differs",
    "selection.producer-type-refused",
    "selection.star-out-of-range",
    "selection.in-other-project",
    "selection.quadrant-refused",
    "selection.registered-outside-window",
    "selection.standard-refused",
    "selection.potential-not-certified",
    "selection.potential-not-said",
    "selection.certified-by-naming",
    "selection.fact-unknown",
    "selection.tier-not-screened",
    "selection.earlier-tier-left-out",
    "selection.standard-passed-over",
    "selection.tier-closed",
    "selection.too-few",
    "selection.too-many",
    "cross.claimed-twice",
    "cross.two-files",
    "cross.unusable-file",
    "cross.nothing-sent",
    "cross.late",
)

#: Findings that leave a place on the list free: each is answered with the groups that may be named instead.
REFUSALS: Final = frozenset(
    {
        *(field.refused_as for field in TABLE if field.refused_as),
        "selection.too-few",
        "registry.unknown-group",
        "registry.id-and-name-differ",
        "registry.ambiguous-name",
        "registry.other-district",
        "cross.claimed-twice",
    }
)
_DIFFERENCES: Final = (
    *(field.differs_as for field in TABLE if field.differs_as),
    "registry.star-year-differs",
)
#: Severities in a list where they are not the catalogue's: what a registry may leave open a list must mend before it
#: goes up, and what differs from the registry is an error only where it decides.
_IN_A_LIST: Final[dict[str, tuple[Severity, ...]]] = {
    "cell.required-blank": ("error", "warning"),
    "cell.district-differs": ("error", "warning"),
    "cell.assumed-century": ("info",),
    "cell.unreadable-id": ("warning",),
    "cell.unreadable-phone": ("warning",),
    "selection.too-few": ("error", "warning"),
    **dict.fromkeys(_DIFFERENCES, ("error", "warning")),
    **dict.fromkeys(
        (
            "cell.error-value",
            "cell.long-text",
            "cell.not-calculated",
            "cell.struck-out",
            "cell.unreadable-star",
            "cell.star-out-of-range",
            "cell.unknown-quadrant",
            "cell.product-standard",
            "cell.applied-only",
            "cell.unknown-standard",
            "cell.unknown-producer-type",
            "cell.unclear-project",
            "cell.unclear-potential",
            "cell.dissolved-group",
            "cell.doubtful-ditto",
            "cell.unreadable-year",
            "cell.year-out-of-range",
        ),
        ("error",),
    ),
}


def severities_in_a_list(code: str) -> tuple[Severity, ...]:
    """The severities that a code can have where a list is checked, the most serious first."""
    return _IN_A_LIST.get(code, (cast("Severity", finding_severity(code)),))
