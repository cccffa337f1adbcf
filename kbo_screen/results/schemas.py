"""What each command prints as JSON, as types: builders return them, `json_schema` tells.

Keys may be added in later versions; what is written here stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NotRequired

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from kbo_screen.desk.run import Receipt
from kbo_screen.letters.text_watch import SentenceState  # noqa: TC001 - pydantic reads it
from kbo_screen.registry.submission import Returned

if TYPE_CHECKING:
    #: A receipt as it is written: the model's values.
    ReceiptShape = dict[str, Any]
else:
    ReceiptShape = Receipt

Certainty = Literal["certain", "judgement", "check"]
Status = Literal["met", "confirm", "short"]
LetterPartKind = Literal["condition", "tier", "preference", "quota", "reading"]
#: For a key that an option adds.
_ADDED: Final = Field(json_schema_extra={"default": None})


@with_config(ConfigDict(extra="forbid"))
class Shape(TypedDict):
    """An object of the JSON, with these keys and no others."""


class NotEvaluatedShape(Shape):
    """A condition that nothing answers in this run."""

    condition: str
    clause: str
    effect: str
    remedy: str


class LetterShape(Shape):
    """The letter that was applied; groups_per_district is 0 where it sets no least of a district.

    `per_province` only where it has a quota of the province, `quota_unit` only where that counts no groups.
    """

    id: str
    number: str
    date: str
    province: str
    fiscal_year_be: int
    groups_per_district: int
    deadline: str
    tiers: list[str]
    conditions: list[str]
    per_province: NotRequired[int]
    quota_unit: NotRequired[Literal["groups", "products"]]


class UnusableShape(Shape):
    """A row that holds data but cannot be used, with the reason."""

    file: str | None
    sheet: str | None
    row: int
    reason: str


class AccountingShape(Shape):
    """Where every row and product went: rows_read is the sum of rows, products the sum of the five that follow.

    Rows of data are products and repeated, which are rows that state a product again.
    """

    rows_read: int
    rows: dict[str, int]
    products: int
    listed: int
    not_needed: int
    not_listed: int
    out_of_scope: int
    unusable: int
    repeated: int
    unusable_rows: list[UnusableShape]


class PlaceShape(Shape):
    """A cell of a file."""

    file: str | None
    sheet: str | None
    cell: str | None


class SourceShape(Shape):
    """Where a product stands: its row, and the cell of every field that stands on that sheet.

    `other_files`: the fields that a side list brought, each with the list's file, sheet and cell.
    """

    file: str | None
    sheet: str | None
    row: int
    cells: dict[str, str]
    other_files: dict[str, PlaceShape]


class AnswerShape(Shape):
    """An answer that settled something of a product; who gave it stands in the file that is named.

    `before`, `after`: the field's value (null: unknown; of stars "none" for not rated), after a yes or no to the
    condition itself "yes" or "no".
    """

    condition: str
    field: str
    answer: str
    date: str | None
    reason: str | None
    before: str | int | None
    after: str | int | None
    file: str | None
    sheet: str | None
    cell: str | None


class OtherProductShape(Shape):
    """Another product of a listed group."""

    product_id: str | None
    product_name: str | None
    tier: str | None
    certainty: Certainty | None


class GroupShape(Shape):
    """A listed group and the product it stands by. `star` is null where not rated or unknown.

    `province_rank` only where the province has a quota, `units` (what the quota counts of it) only where products are
    counted.
    """

    rank: int
    selected: bool
    tier: str
    certainty: Certainty
    group_id: str | None
    group_name: str
    subdistrict: str | None
    product_id: str | None
    product_name: str | None
    category: str | None
    star: int | None
    star_year_be: int | None
    quadrant: str | None
    registered_year_be: int | None
    standard: str | None
    to_confirm: list[str]
    notes: list[str]
    reason: str
    other_products: list[OtherProductShape]
    source: SourceShape
    answers: list[AnswerShape]
    province_rank: NotRequired[int]
    units: NotRequired[int]


class TierShape(Shape):
    """A tier in one district: groups that stand in it."""

    id: str
    state: Literal["open", "maybe", "closed", "unavailable"]
    certain: int
    possible: int
    not_needed: int


class BoundsShape(Shape):
    """How many groups are proposed whichever way the letter is read.

    At `least`, at `most`, and how many of those that are proposed now stand `in_all` ways.
    """

    least: int
    most: int
    in_all: int


class TogetherShape(BoundsShape):
    """What several readings decide at once, of all districts together.

    `sides`: the ids of those that change anything. `ways`: how many ways to read the letter were looked at, its own
    among them: every combination of the sides, or, where `singly` says why, each alone.
    """

    sides: list[str]
    ways: int
    singly: Literal["many-sides", "much-work", "contrary"] | None


class DistrictShape(Shape):
    """A district: required = certain + to_confirm + shortfall, certain capped at required."""

    province: str
    district: str
    district_code: str
    required: int
    certain: int
    possible: int
    to_confirm: int
    shortfall: int
    status: Status
    selected_to_check: int
    lines_to_settle: int
    tiers: list[TierShape]
    groups: list[GroupShape]
    under_readings: NotRequired[BoundsShape]


class BlockingShape(Shape):
    """The first condition that a product fails, in the letter's order."""

    condition: str
    clause: str


class RejectedShape(Shape):
    """A product that is not listed."""

    district: str
    group_id: str | None
    group_name: str
    product_id: str | None
    product_name: str | None
    first_blocking: BlockingShape | None
    conditions_away: int | None
    source: SourceShape
    answers: list[AnswerShape]


class NotListedShape(Shape):
    """What the letter keeps out; `rows` with --all-rows."""

    products: int
    by_condition: dict[str, int]
    rows: NotRequired[Annotated[list[RejectedShape] | None, _ADDED]]


class FindingShape(Shape):
    """One finding at one cell."""

    code: str
    severity: Literal["error", "warning", "info"]
    file: str | None
    sheet: str | None
    cell: str | None
    value: str | None
    message: str
    remedy: str
    suggestion: str | None


class ProvinceQuotaShape(Shape):
    """What stands against the quota of a province: required = certain_of_quota + to_confirm + shortfall.

    All in the unit of the quota; `certain` and `possible` count of a district no more than it can name, `selected` is
    what the proposed groups bring.
    """

    province: str
    required: int
    certain: int
    possible: int
    certain_of_quota: int
    to_confirm: int
    shortfall: int
    status: Status
    selected: int


class ReadingProvinceShape(Shape):
    """What another side of a reading decides of the places of a province, all in the unit of the quota.

    `places`: of the places that are taken now or then, how many are another group's. `losing`, `gaining`: what groups
    bring that are proposed only now, only then. The other counts are of the quota as it would stand.
    """

    province: str
    places: int
    losing: int
    gaining: int
    required: int
    certain_of_quota: int
    to_confirm: int
    shortfall: int
    status: Status


class ReadingShape(Shape):
    """What another side of a reading would do: `id` is the reading's, of its second side with "/2".

    `enters`, `leaves`: groups listed only then, only now. `decides`: those, and the groups proposed otherwise.
    `provinces` where the letter has a quota of the province, and the side too.
    """

    id: str
    districts_changed: int
    enters: int
    leaves: int
    decides: int
    provinces: NotRequired[list[ReadingProvinceShape]]


class RankPayload(Shape):
    """What `kbo-screen rank --format json` prints."""

    schema: Literal["kbo-screen/rank/1"]
    receipt: ReceiptShape
    letter: LetterShape
    not_evaluated: list[NotEvaluatedShape]
    accounting: AccountingShape
    districts: list[DistrictShape]
    not_listed: NotListedShape
    findings: list[FindingShape]
    readings: NotRequired[list[ReadingShape]]
    provinces: NotRequired[list[ProvinceQuotaShape]]
    readings_together: NotRequired[TogetherShape]


class LeverShape(Shape):
    """What one change of the letter would do in a district.

    `entering` counts the newly listed, `leaving` those whose tier is then not needed.
    """

    condition: str
    variant: str
    entering: int
    leaving: int
    certain: int
    possible: int
    shortfall: int
    status: Status


class ProvinceCountShape(Shape):
    """What would stand against the quota of a province under another letter; `required` is then that letter's."""

    province: str
    required: int
    certain: int
    possible: int
    certain_of_quota: int
    to_confirm: int
    shortfall: int
    status: Status


class LeverTotalShape(Shape):
    """What one change of the letter would do in all districts: groups, and districts of each status."""

    condition: str
    variant: str
    entering: int
    leaving: int
    certain: int
    possible: int
    shortfall: int
    met: int
    confirm: int
    short: int
    provinces: NotRequired[list[ProvinceCountShape]]


class ToNameShape(Shape):
    """A certain group that the list of its district left out."""

    group_id: str | None
    group_name: str
    rank: int


class ListLineShape(Shape):
    """A line of a projects list that means no group for sure, and the names of the registry that come nearest."""

    id: str
    name: str
    candidates: list[str]
    file: str | None
    sheet: str | None
    cell: str | None


class AskShape(Shape):
    """A question that would bring the district nearer; `phone` with --with-contacts.

    `status_if_yes`: the district's status if the questions of this group and of those asked before it are answered
    with yes, which keeps a group out where the question is whether a line of a list is about it. `helps`: the answer
    that brings the group nearer. `not_sure`: somebody was asked before, and was not sure.
    """

    id: str
    group_id: str | None
    group_name: str
    rank: int
    condition: str
    question: str
    helps: Literal["yes", "no"]
    not_sure: bool
    file: str | None
    sheet: str | None
    cell: str | None
    status_if_yes: NotRequired[Annotated[Status | None, _ADDED]]
    phone: NotRequired[Annotated[str | None, _ADDED]]


class NearShape(Shape):
    """A group that one condition alone keeps out, that condition, and its cell of the nearest product."""

    group_id: str | None
    group_name: str
    product_name: str | None
    condition: str
    clause: str
    file: str | None
    sheet: str | None
    cell: str | None


class BoundaryShape(NearShape):
    """A group that a range takes in (`listed`) or leaves out by one unit."""

    value: int
    listed: bool


class SubmissionShape(Shape):
    """What the district sent: groups named and accepted, and how many are short after that.

    `counted`: those accepted of a list that is accepted itself; none of one that is sent back.
    """

    submitted: int
    accepted: int
    on_time: bool | None
    short_after: int
    counted: int


class DistrictFactsShape(Shape):
    """A district against the quota."""

    province: str
    district: str
    required: int
    certain: int
    possible: int
    to_confirm: int
    shortfall: int
    status: Status
    selected_to_check: int


class ShortfallDistrictShape(DistrictFactsShape):
    """A district against the quota, and what would close the gap.

    `kept_out`: by condition, how many groups it alone keeps out; a group may count under two. `to_name`: certain groups
    that the district's list left out, where lists were given. `closed_by_readings`: the readings (of a second side with
    "/2") under whose other side the district would lack no group; null without --levers.
    """

    kept_out: dict[str, int]
    levers: list[LeverShape]
    to_name: list[ToNameShape]
    ask: list[AskShape]
    nearly_in: list[NearShape]
    boundary: list[BoundaryShape]
    ask_preference: list[AskShape]
    list_lines: list[ListLineShape]
    submission: SubmissionShape | None
    closed_by_readings: list[str] | None


class ShortfallPayload(Shape):
    """What `kbo-screen shortfall --format json` prints."""

    schema: Literal["kbo-screen/shortfall/1"]
    receipt: ReceiptShape
    districts: list[ShortfallDistrictShape]
    totals: dict[str, int]
    kept_out: dict[str, int]
    levers: list[LeverTotalShape]
    provinces: NotRequired[list[ProvinceQuotaShape]]


class MovedGroupShape(Shape):
    """A group that enters or leaves the list under a variant, and its tier there.

    `condition`: the one that keeps it out otherwise, null where only its tier opens or closes; `clause`: of it, or of
    the tier.
    """

    group_id: str | None
    group_name: str
    tier: str | None
    condition: str | None
    field: str | None
    clause: str


class VariantDistrictShape(DistrictFactsShape):
    """A district under a variant; `status_now` is its status under the letter itself."""

    status_now: Status
    enters: list[MovedGroupShape]
    leaves: list[MovedGroupShape]


class VariantShape(Shape):
    """One variant of the letter: the districts that are short under it, and all of them.

    `of_province`: where the letter file was written for another province; it is applied to this scope all the same.
    """

    variant: str
    of_province: str | None
    short: list[str]
    districts: list[VariantDistrictShape]
    provinces: NotRequired[list[ProvinceCountShape]]


class WhatifPayload(Shape):
    """What `kbo-screen whatif --format json` prints."""

    schema: Literal["kbo-screen/whatif/1"]
    receipt: ReceiptShape
    variants: list[VariantShape]


class ComparedValueShape(Shape):
    """What a cell says in one edition; the place is null where no cell says it."""

    file: str | None
    sheet: str | None
    cell: str | None
    value: str | None


class CauseShape(Shape):
    """Why a group moved.

    `kind` says which of the keys tell it. cell, list, answer: `field` with its `condition` and `clause`, and what it
    says in both editions; row_gone, row_new, row_unusable: where the row stands; others: the first `groups` that
    moved past it, and how many more; letter, reading: `part`; take: both values; column: the `field` that one edition
    has no column for; version, by_hand, input: `part` and both values; order: nothing but the order of rows.

    `proof`: undone alone, the group stands as before; of several each alone would move it; only several together; not
    tried singly.
    """

    kind: Literal[
        "cell", "list", "answer", "row_gone", "row_new", "row_unusable", "others", "letter", "reading", "take",
        "column", "version", "by_hand", "input", "order",
    ]  # fmt: skip
    proof: Literal["alone", "each", "together", "not-tried"]
    field: str | None
    condition: str | None
    clause: str | None
    part: str | None
    old: ComparedValueShape | None
    new: ComparedValueShape | None
    groups: list[str]
    more_groups: int


class ComparedStandingShape(Shape):
    """Where a group stands on a list; the tier is empty where a workbook alone states it."""

    rank: int
    selected: bool
    tier: str
    certainty: Certainty


MoveWord = Literal["entered", "left", "listed", "unlisted", "moved", "state", "same"]


class ComparedGroupShape(Shape):
    """A group that stands otherwise; `old`, `new`: null where it is not on that list.

    `move`: entered, left (the proposed groups), listed, unlisted (reserves), moved (another rank), state (another tier
    or certainty). `group_name_old`: what it was called in the older edition, where that is another name.
    """

    move: MoveWord
    group_id: str | None
    group_name: str
    group_name_old: str | None
    old: ComparedStandingShape | None
    new: ComparedStandingShape | None
    causes: list[CauseShape]


class ComparedTotalsShape(Shape):
    """proposed_old - left + entered = proposed_new, listed_old - off_list + on_list = listed_new."""

    proposed_old: int
    left: int
    entered: int
    proposed_new: int
    listed_old: int
    off_list: int
    on_list: int
    listed_new: int
    moved: int
    state: int
    same: int


class ComparedDistrictShape(ComparedTotalsShape):
    """A district with the groups of it that stand otherwise."""

    province: str
    district: str
    district_code: str
    status_old: Status | None
    status_new: Status | None
    groups: list[ComparedGroupShape]


class DifferenceShape(Shape):
    """In what the two editions differ as wholes: an input, the letter, an option, the program's version."""

    kind: Literal["input", "letter", "option", "version"]
    name: str
    old: str | None
    new: str | None


class ComparedEditionShape(Shape):
    """One edition. `result`: the name of the result that was given, null for a registry.

    `inputs_found`: its inputs were there; null for a registry. `letter_found`: and its letter is still what it was;
    null for a registry, and where nothing was made again.
    """

    result: str | None
    inputs_found: bool | None
    letter_found: bool | None
    receipt: ReceiptShape


class ComparePayload(Shape):
    """What `kbo-screen compare --format json` prints.

    `causes_tried`: every cause was undone; false where the lists are compared as two results state them.
    """

    schema: Literal["kbo-screen/compare/1"]
    old: ComparedEditionShape
    new: ComparedEditionShape
    differences: list[DifferenceShape]
    causes_tried: bool
    totals: ComparedTotalsShape
    districts: list[ComparedDistrictShape]


class ColumnShape(Shape):
    """A column that was taken for a field, and the headers that could have been it."""

    field: str
    column: str
    header: str
    rivals: list[str]


class ValueShape(Shape):
    """A value as written, what it was taken for, and in how many rows it stands."""

    text: str
    taken_for: str | int | None
    known: bool
    rows: int


class QuestionCountShape(Shape):
    """The questions of a to-confirm sheet."""

    asked: int
    answered: int


class TableShape(Shape):
    """One table that was found. `missing`: required fields; `stamped`: conditions that would not be checked.

    `kind`: what it is by its columns; only a registry lacks something. `questions`: of a to-confirm sheet.
    """

    file: str
    sheet: str | None
    header_rows: list[int]
    columns: list[ColumnShape]
    unused_headers: list[str]
    rows: dict[str, int]
    values: dict[str, list[ValueShape]]
    missing: list[str]
    stamped: list[str]
    kind: Literal["registry", "projects", "stars", "standards", "answers", "submission"]
    questions: QuestionCountShape | None


class InspectPayload(Shape):
    """What `kbo-screen inspect --format json` prints."""

    schema: Literal["kbo-screen/inspect/1"]
    tables: list[TableShape]
    findings: list[FindingShape]


class AlternativeShape(Shape):
    """A group of the shortlist that may be named in place of one that is refused."""

    group_id: str | None
    group_name: str
    rank: int


class ConfirmedShape(Shape):
    """Which district confirmed a warning (null where nothing says whose list it is), and the cell of its reason."""

    by: str | None
    file: str | None
    sheet: str | None
    cell: str | None


class CheckFindingShape(FindingShape):
    """A finding of a check, with the clause it rests on and the groups to name instead, where it has them.

    `confirmed` is null where it is open: a warning that its district has confirmed is not asked again, and no part of
    the list's status.
    """

    clause: str | None
    alternatives: list[AlternativeShape]
    confirmed: ConfirmedShape | None


class AcceptedGroupShape(Shape):
    """A group of a list that was accepted, the sheet row that names it, and the tier it stands in."""

    row: int
    group_id: str | None
    group_name: str
    product_id: str | None
    product_name: str | None
    tier: str | None


class NotCheckedShape(Shape):
    """A stage that could not be run, on so many rows (null: on all), and the stage that stood in its way."""

    stage: str
    because: str
    rows: int | None


class ChangedGroupShape(Shape):
    """A group that came, went or changed since the list before; `other_name` is the one that it replaces.

    `was_in_order`: its row had no error; `was_accepted`: and its list was not sent back.
    """

    change: Literal[
        "added",
        "taken_out",
        "replaced",
        "product_changed",
        "representative_changed",
    ]
    group_name: str
    other_name: str | None
    cell: str | None
    was_accepted: bool
    was_in_order: bool


class ChangedCellShape(Shape):
    """A cell that says something else though nothing was wrong with it; what it says is not told.

    `field` is that of a row or of the head, or the header of any other column; `cell` is null where the list has no
    such column any more.
    """

    field: str
    cell: str | None
    previous_cell: str | None
    was_accepted: bool
    was_in_order: bool


class SinceShape(Shape):
    """A list beside its district's list before: findings gone, there still, new, confirmed; what else moved."""

    file: str
    same_file: bool
    same_content: bool
    mended: list[CheckFindingShape]
    still_there: list[CheckFindingShape]
    new: list[CheckFindingShape]
    confirmed: list[CheckFindingShape]
    groups: list[ChangedGroupShape]
    cells: list[ChangedCellShape]


#: What a list returns; its name is a word of Python's own.
ReturnShape = TypedDict("ReturnShape", {"return": Returned | None})


class CheckedFileShape(Shape, ReturnShape):
    """One list: `rows` are filled in, `accepted` groups may go up, `shortfall` is what lacks of `required`.

    `status`, `accepted` and `shortfall` rest on every rule, also on those that are not shown. `cross` are the findings
    of the payload's `cross` that concern this list, `contested` groups wait until two districts have settled whose
    they are, and a list is `superseded` where another one of the district counts. `return` says whether groups were
    named, the district has none, or nothing was filled in; null where the file cannot be read. `since` is null where
    the district's list before is not known.
    """

    file: str
    sheet: str | None
    district: str | None
    district_from: Literal["form", "title", "column", "sheet", "file", "option"] | None
    status: Literal["accepted", "accepted_with_warnings", "rejected", "unreadable"]
    rows: int
    accepted: int
    required: int
    shortfall: int
    received: str | None
    groups: list[AcceptedGroupShape]
    not_checked: list[NotCheckedShape]
    findings: list[CheckFindingShape]
    cross: list[CheckFindingShape]
    contested: list[AcceptedGroupShape]
    superseded: bool
    since: SinceShape | None


class CheckedDistrictShape(Shape):
    """What a district has sent; `on_time` is null unless a date of receipt is given.

    `returned` is null where its file cannot be read. `accepted` counts groups without an error, also of a list that is
    sent back; `counted` those of an accepted list alone, which are the groups that --collect numbers.
    """

    province: str
    district: str
    submitted: bool
    returned: Literal["list", "none", "not_filled", "not_sent"] | None
    file: str | None
    on_time: bool | None
    accepted: int
    shortfall: int
    counted: int


class CheckedProvinceShape(Shape):
    """What the lists of a province bring to its quota, in the unit of that: `counted` of accepted lists alone."""

    province: str
    required: int
    accepted: int
    counted: int
    shortfall: int


class ValidatePayload(Shape):
    """What `kbo-screen validate --format json` prints."""

    schema: Literal["kbo-screen/validate/1"]
    receipt: ReceiptShape
    not_evaluated: list[NotEvaluatedShape]
    files: list[CheckedFileShape]
    cross: list[CheckFindingShape]
    districts: list[CheckedDistrictShape]
    not_shown: Annotated[
        list[str],
        Field(description="Codes that were checked and are not shown: --only, --skip."),
    ]
    provinces: NotRequired[list[CheckedProvinceShape]]


class ExplainedGroupShape(Shape):
    """The group that is explained, and where it stands; rank, tier and certainty of a listed one.

    `province_rank` only where the province has a quota, as in `rank`.
    """

    province: str
    district: str
    group_id: str | None
    group_name: str
    outcome: str
    rank: int | None
    province_rank: NotRequired[int | None]
    selected: bool
    tier: str | None
    certainty: str | None


class ComparisonShape(Shape):
    """Which of two groups stands above the other, by which key; null where they are not ranked together."""

    upper: str
    lower: str
    key: str | None
    is_of_letter: bool


class EvidenceShape(Shape):
    """A clause for a product, and one thing that its result rests on: a cell, a list's line, a person's answer."""

    product_id: str | None
    product_name: str | None
    condition: Annotated[str, Field(description="The condition's id, or `preference`.")]
    clause: str
    wording: str
    result: Literal["true", "false", "unknown", "not-checked"]
    file: str | None
    sheet: str | None
    cell: str | None
    written: Annotated[str | None, Field(description="The words of the cell.")]
    value: Annotated[str | None, Field(description="Our reading, in words.")]
    answer: str | None
    answer_date: str | None
    answer_reason: str | None
    answer_before: str | int | None
    answer_after: str | int | None
    answer_file: str | None
    answer_sheet: str | None
    answer_cell: str | None


class ExplainPayload(Shape):
    """What `kbo-screen explain --format json` prints."""

    schema: Literal["kbo-screen/explain/1"]
    receipt: ReceiptShape
    group: ExplainedGroupShape
    comparison: ComparisonShape | None
    clauses: list[EvidenceShape]


class LetterTextShape(Shape):
    """The letter's text beside a letter file: whether it is the one that was received, its sentences by state."""

    file: str
    sha256: str
    is_as_received: bool
    sentences: int
    states: dict[str, int]


class LetterSentenceShape(Shape):
    """A sentence of the letter and everything that rests on it; `not_covered`: its words that nothing has.

    `line`: of the text. `fields`: of the letter file that were taken from it. `not_encoded`: what of it is not
    carried out. `examples`: those that put its conditions and tiers to the test.
    """

    number: int
    line: int
    words: str
    state: SentenceState
    not_covered: str | None
    clauses: list[str]
    fields: list[str]
    not_encoded: list[str]
    printed_errors: list[str]
    conditions: list[str]
    tiers: list[str]
    preference: bool
    quota: bool
    readings: list[str]
    examples: list[str]


class TruthCountShape(Shape):
    """Products of the registry by the answer to a condition."""

    yes: int
    no: int
    unknown: int


class LetterPartShape(Shape):
    """A part of a letter file, the sentences on which it rests and its worked examples.

    With --registry: `products` by the answer to a condition (null where nothing answers it), `groups` that are listed
    in a tier, that the preference puts first, that are proposed by the quota; `sides` of a reading, what each other one
    would do (none for a reading that screening does not see).
    """

    kind: LetterPartKind
    id: str
    clause: str
    sentences: list[int]
    examples: list[str]
    products: TruthCountShape | None
    groups: int | None
    sides: list[ReadingShape] | None


class LetterCheckPayload(Shape):
    """What `kbo-screen letter check --format json` prints; `text` is null for a letter file without its text."""

    schema: Literal["kbo-screen/letter-check/1"]
    letter: str
    file: str
    sha256: str
    conditions: int
    tiers: int
    examples: int
    text: LetterTextShape | None
    sentences: list[LetterSentenceShape]
    parts: list[LetterPartShape]
    findings: list[FindingShape]


PAYLOADS: Final[dict[str, type[Any]]] = {
    "rank": RankPayload,
    "explain": ExplainPayload,
    "shortfall": ShortfallPayload,
    "whatif": WhatifPayload,
    "compare": ComparePayload,
    "inspect": InspectPayload,
    "validate": ValidatePayload,
    "letter-check": LetterCheckPayload,
}


def json_schema(command: str) -> dict[str, Any]:
    """The JSON Schema of a command's output. Raises KeyError for a command without."""
    return TypeAdapter(PAYLOADS[command]).json_schema()
