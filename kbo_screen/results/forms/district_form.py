"""What a district's form holds: what the letter asks, and the groups that may be named, in the order of the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kbo_screen.findings.catalogue import text
from kbo_screen.letters.deadline_words import deadline_words
from kbo_screen.registry.form_stamp import LOOKED_UP, edition_of
from kbo_screen.results.meeting.meeting_sentences import attendance_line, meeting_line
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.wording.sentences import not_evaluated_lines, value_in_words
from kbo_screen.vocabulary.dates import letter_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import ScopeDistrict

#: Rows beyond the quota, for a district that names more.
SPARE_ROWS: Final = 5


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A group that a form offers.

    texts: what follows from it, of every column of LOOKED_UP. proposed: the list proposes
    it. asks_potential: the district has to certify it. waits: something of it is still asked.
    """

    label: str
    texts: tuple[str, ...]
    asks_potential: bool
    proposed: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class FormLetter:
    """What a letter says on each of its forms, in one language.

    quota: groups that it asks of a district; 0 where it asks for none, or counts products. advice_on_representative:
    how many people of a group it calls to the meeting, if to any. asks_officer: an officer of the district comes too.
    """

    id: str
    lang: str
    title: str
    lines: tuple[str, str]
    quota: int
    quota_clause: str
    counts_products: bool
    meeting_lines: tuple[str, ...]
    asks_officer: bool
    advice_on_representative: str


@dataclass(frozen=True, slots=True)
class FormShape:
    """What forms have in common that differ in nothing but the district and its groups.

    edition: of the registry; "" where there was none. stamps: what was not checked when the list was made, a line
    each. is_blank: everything is typed. offers_groups: there are some to pick from. rows: those for groups.
    most_to_choose: groups up to which more are asked for.
    """

    letter: FormLetter
    edition: str
    stamps: tuple[str, ...]
    is_blank: bool
    offers_groups: bool
    rows: int
    most_to_choose: int
    shortage_line: str | None

    @property
    def lang(self) -> str:
        """The language of the form."""
        return self.letter.lang

    @property
    def how_to(self) -> str:
        """How to fill it in."""
        if self.is_blank:
            return text("form.howto_blank", self.lang)
        if self.offers_groups:
            return text("form.howto", self.lang)
        if self.letter.quota:
            return text("form.nobody", self.lang)
        return text("form.nobody_of_province", self.lang)


@dataclass(frozen=True, slots=True)
class Form:
    """One district's form.

    choices: in rank order; None for a blank form, in which everything is typed.
    """

    letter: FormLetter
    district: ScopeDistrict
    edition: str
    choices: tuple[FormChoice, ...] | None
    prefill: bool = False
    stamps: tuple[str, ...] = ()

    @property
    def shape(self) -> FormShape:
        """What it has in common with other forms."""
        return FormShape(
            letter=self.letter,
            edition=self.edition,
            stamps=self.stamps,
            is_blank=self.choices is None,
            offers_groups=bool(self.choices),
            rows=self._rows(),
            most_to_choose=self._most_to_choose(),
            shortage_line=self._shortage_line(),
        )

    @property
    def prefilled(self) -> list[FormChoice]:
        """The groups that stand in the form already."""
        if not self.prefill or not self.choices:
            return []
        proposed = [choice for choice in self.choices if choice.proposed]
        return proposed[: self._rows()]

    def _rows(self) -> int:
        """Rows for groups: what is asked of the district, or all that are proposed of it, and a few to spare."""
        proposed = sum(choice.proposed for choice in self.choices or ())
        return max(self.letter.quota, proposed) + SPARE_ROWS

    def _most_to_choose(self) -> int:
        """The quota, or all of a list that holds fewer."""
        if self.choices is None:
            return self.letter.quota
        return min(self.letter.quota, len(self.choices))

    def _shortage_line(self) -> str | None:
        """That the list holds fewer groups than the quota, and what is reported; None where it holds enough."""
        if self.choices is None or len(self.choices) >= self.letter.quota:
            return None
        waiting_count = sum(choice.waits for choice in self.choices)
        if not self.choices:
            text_id = "form.none"
        elif waiting_count:
            text_id = "form.few_wait"
        else:
            text_id = "form.few"
        return text(
            text_id,
            self.letter.lang,
            count=len(self.choices),
            waiting=waiting_count,
            quota=self.letter.quota,
            clause=self.letter.quota_clause,
        )


def forms_of(run: Run, *, prefill: bool = False) -> list[Form]:
    """A form per district of the run, its choices the listed groups in rank order."""
    letter = form_letter(run.letter, run.lang)
    edition = edition_of(run.registry.inputs)
    stamps = tuple(not_evaluated_lines(run))
    choices = _choices_by_district(run)
    forms = []
    for district_ix, district in enumerate(run.areas):
        form = Form(
            letter=letter,
            district=district,
            edition=edition,
            choices=tuple(choices.get(district_ix, ())),
            prefill=prefill,
            stamps=stamps,
        )
        forms.append(form)
    return forms


def blank_forms(
    letter: Letter,
    districts: Sequence[ScopeDistrict],
    lang: str,
) -> list[Form]:
    """A form per district to be typed by hand, without a registry at hand."""
    words = form_letter(letter, lang)
    return [Form(words, district, "", None) for district in districts]


def form_letter(letter: Letter, lang: str) -> FormLetter:
    """What a letter says on each of its forms."""
    counts_products = letter.quota.unit == "products"
    return FormLetter(
        id=letter.id,
        lang=lang,
        title=f"{text('form.title', lang)} {letter.subject}",
        lines=_letter_lines(letter, lang),
        quota=0 if counts_products else letter.quota.least_per_district,
        quota_clause=letter.quota.clause,
        counts_products=counts_products,
        meeting_lines=_meeting_lines(letter, lang),
        asks_officer=letter.officer is not None,
        advice_on_representative=_advice_on_representative(letter, lang),
    )


def _letter_lines(letter: Letter, lang: str) -> tuple[str, str]:
    """The letter by its number and date; what it asks, by which day."""
    letter_line = text(
        "form.letter",
        lang,
        province=letter.province,
        number=letter.number,
        date=letter_date(letter.date, lang),
    )
    quota_line = text(
        "form.quota",
        lang,
        quota=letter.quota.wording.to(lang),
        clause=letter.quota.clause,
        deadline=deadline_words(letter, lang),
    )
    return letter_line, quota_line


def _meeting_lines(letter: Letter, lang: str) -> tuple[str, ...]:
    """When and where the groups that are named meet, who comes, what they bring; or that no meeting is told."""
    if letter.meeting is None:
        return (text("meeting.not_told", lang),)
    return meeting_line(letter, lang), attendance_line(letter, lang)


def _advice_on_representative(letter: Letter, lang: str) -> str:
    meeting = letter.meeting
    if meeting is None:
        return text("meeting.not_told", lang)
    return text(
        "form.representative",
        lang,
        count=meeting.representatives_per_group,
        clause=meeting.clause,
    )


def _choices_by_district(run: Run) -> dict[int, list[FormChoice]]:
    """The listed groups of every district; a name that stands twice in one is told apart by its id."""
    listed = run.screening.listed
    products = run.registry.products.loc[listed["product"]]
    certified = {c.id for c in run.letter.conditions if c.is_judgement}
    tier_names = {tier.id: tier.name.to(run.lang) for tier in run.letter.tiers}
    choices: dict[int, list[FormChoice]] = {}
    rows = zip(each_row(listed), each_row(products), labels_of(listed), strict=True)
    for group, product, label in rows:
        texts = _looked_up_texts(group, product, tier_names[group.tier], run.lang)
        choice = FormChoice(
            label=label,
            texts=tuple(str(texts[name] or "") for name in LOOKED_UP),
            asks_potential=not certified.isdisjoint(group.to_confirm),
            proposed=bool(group.selected),
            waits=group.certainty != "certain",
        )
        choices.setdefault(group.district_ix, []).append(choice)
    return choices


def labels_in_rank_order(run: Run, district_ix: int | None) -> list[str]:
    """What a form calls the listed groups of a district, in rank order."""
    listed = run.screening.listed
    return labels_of(listed[listed["district_ix"] == district_ix])


def labels_of(listed: pd.DataFrame) -> list[str]:
    """What forms call listed groups: the name, with the id behind it where another of the district has that name."""
    is_repeated = listed.duplicated(["district_ix", "group_name"], keep=False)
    ids = listed["group_id"].where(is_repeated)
    return [
        str(name) if pd.isna(group_id) else f"{name} ({group_id})"
        for name, group_id in zip(listed["group_name"], ids, strict=True)
    ]


def _looked_up_texts(
    group: Any,
    product: Any,
    tier_name: str,
    lang: str,
) -> dict[str, Any]:
    """What follows from a group, by the column of LOOKED_UP."""
    standard = None
    if plain(group.standard):
        standard = value_in_words("standard", group.standard, lang)
    return {
        "group_id": plain(group.group_id),
        "subdistrict": plain(product.subdistrict),
        "product_name": plain(product.product_name),
        "star": _star_text(product.star, product.star_rated),
        "quadrant": plain(product.quadrant),
        "standard": standard,
        "tier": tier_name,
    }


def _star_text(star: Any, is_rated: Any) -> str | None:
    """Stars as readers of lists take them: "-" for not rated, blank for unknown, which the district has not written."""
    if plain(is_rated) is None:
        return None
    return str(plain(star)) if is_rated else "-"
