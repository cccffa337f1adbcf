"""A row per district: which tiers it needs, and what stands against its quota."""

from __future__ import annotations

from functools import reduce
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.proof_formulas.product_table import agrees
from kbo_screen.results.proof_formulas.proof_table import ProofColumn, ProofTable
from kbo_screen.results.proof_formulas.terms import (
    Term,
    as_term,
    at_most,
    either,
    every,
    first_of,
    is_below,
    least,
    minus,
    plus,
    same,
    times,
)
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.wording.area_names import province_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.results.proof_formulas.group_table import GroupTable
    from kbo_screen.results.proof_formulas.letter_cells import LetterCells
    from kbo_screen.results.proof_formulas.product_table import ProductTable
    from kbo_screen.results.proof_formulas.proof_table import ProofRow
    from kbo_screen.results.proof_formulas.read_values import ReadValues

    #: The rows that a quota counts.
    Units = GroupTable | ProductTable

_COUNTS: Final = ("certain", "possible")
#: What is said against a quota; of districts only where they have one.
_OF_QUOTA: Final = ("short", "status")


class DistrictTable:
    """The sheet of districts, in the order of the letter. Its counts look at the rows of its own groups alone."""

    def __init__(
        self,
        values: ReadValues,
        letter: LetterCells,
        sheet_name: str,
        first_row: int,
    ) -> None:
        self.values, self.letter = values, letter
        self.lang = values.run.lang
        self.tiers = range(len(values.letter.tiers))
        self.table = ProofTable(sheet_name, self._columns(), first_row)
        self.districts = [
            self.table.add_row(
                {"district": row.district, "district_code": plain(row.district_code)}
            )
            for row in each_row(values.run.screening.districts)
        ]
        for province in self._provinces():
            self.table.add_row({"district": province_title(province, self.lang)})

    def _provinces(self) -> list[str]:
        """The provinces that have a quota, in the order of their rows, which stand behind those of the districts."""
        if not self.values.has_province_quota:
            return []
        return list(dict.fromkeys(self.values.province_of_district))

    def _columns(self) -> Iterator[ProofColumn]:
        yield self._column("district", 22)
        yield self._column("district_code", 12)
        for tier in self.tiers:
            for part in ("tier_certain", "tier_possible", "tier_state"):
                width = 22 if part == "tier_state" else 12
                yield self._column(f"{part}:{tier}", width)
        for name in ("certain", "possible", "short"):
            yield self._column(name)
        yield self._column("status", 24)
        for name in self._compared:
            program = text("proof.program", self.lang, what=self._label(name))
            yield ProofColumn(f"program:{name}", program, 16)
        yield self._column("agrees", 12)

    @property
    def _compared(self) -> list[str]:
        of_tiers = [f"tier_state:{tier}" for tier in self.tiers]
        return [*of_tiers, *_COUNTS, *_OF_QUOTA]

    def _label(self, name: str) -> str:
        part, _, tier = name.partition(":")
        number_of_tier = int(tier) + 1 if tier else 0
        return text(f"proof.column.{part}", self.lang, tier=number_of_tier)

    def _column(
        self,
        name: str,
        width: int = 12,
    ) -> ProofColumn:
        return ProofColumn(name, self._label(name), width)

    def open_tiers(self, units: Units) -> None:
        """Write which tiers each district needs, from the counts of the tiers before. units: what the quota counts."""
        for row in self.districts:
            for tier in self.tiers:
                is_of_tier = {"tier": as_term(tier + 1)}
                is_sure = {"sure": as_term(1)}
                row[f"tier_possible:{tier}"] = _count(
                    units,
                    row,
                    is_of_tier,
                )
                row[f"tier_certain:{tier}"] = _count(
                    units,
                    row,
                    is_of_tier | is_sure,
                )
        for row in self.districts:
            for tier in self.tiers:
                row[f"tier_state:{tier}"] = self._state(row, tier)

    def states(self) -> dict[int, list[Term]]:
        """By position of a district the cells of its tiers' states."""
        return {
            row.position: [row.far(f"tier_state:{tier}") for tier in self.tiers]
            for row in self.districts
        }

    def _state(
        self,
        row: ProofRow,
        tier: int,
    ) -> Term:
        """Closed where the certain groups of earlier tiers reach the quota, open where even the possible do not."""
        if self.values.missing_tiers[tier]:
            return self.letter["tier_state:unavailable"]
        if tier == 0:
            return self.letter["tier_state:open"]
        if self.values.has_province_quota:
            return self._state_for_province(row, tier)
        quota, certain, possible = self._against_quota(row, tier)
        return self._state_where(at_most(quota, certain), is_below(possible, quota))

    def _state_where(self, is_closed: Term, is_open: Term) -> Term:
        cases = [
            (is_closed, self.letter["tier_state:closed"]),
            (is_open, self.letter["tier_state:open"]),
        ]
        return first_of(cases, self.letter["tier_state:maybe"])

    def _state_for_province(self, row: ProofRow, tier: int) -> Term:
        """Closed where the certain groups before leave it unneeded, open where it is needed for all the possible."""
        is_alone = self.values.letter.choices.insufficient == "certain-only"
        part = "tier_certain" if is_alone else "tier_possible"
        is_unneeded = same(self._is_needed(row, tier, "tier_certain"), False)
        return self._state_where(is_unneeded, self._is_needed(row, tier, part))

    def _is_needed(self, row: ProofRow, tier: int, part: str) -> Term:
        """With the groups of earlier tiers a district lacks its own least, or the province its number."""
        count = self._in_earlier_tiers(row, tier, part)
        of_province = self._nameable_of_province(row, tier, part)
        is_short = is_below(of_province, self.letter["per_province"])
        if self.values.letter.choices.insufficient != "per-province":
            is_short = either([is_below(count, self.letter["quota"]), is_short])
        if self.values.letter.most_per_district is None:
            return is_short
        return every([is_short, is_below(count, self.letter["most"])])

    def _nameable_of_province(self, row: ProofRow, tier: int, part: str) -> Term:
        """The groups of earlier tiers that the districts of a province can name."""
        if self.values.letter.most_per_district is None:
            return self._in_province(row, tier, part)
        counts = [
            self._nameable(self._in_earlier_tiers(each, tier, part))
            for each in self._province_of(row)
        ]
        return reduce(plus, counts)

    def _against_quota(self, row: ProofRow, tier: int) -> tuple[Term, Term, Term]:
        """A quota and the certain and possible groups of earlier tiers that count, as the letter chooses."""
        quota = self.letter["quota"]
        insufficient = self.values.letter.choices.insufficient
        count = self._in_earlier_tiers
        if insufficient == "per-province":
            quota = times(quota, len(self._province_of(row)))
            count = self._in_province
        certain = count(row, tier, "tier_certain")
        if insufficient == "certain-only":
            return quota, certain, certain
        return quota, certain, count(row, tier, "tier_possible")

    def _province_of(self, row: ProofRow) -> list[ProofRow]:
        """The rows of the districts of a district's province."""
        return self._rows_of(self.values.province_of_district[row.position])

    def _rows_of(self, province: str) -> list[ProofRow]:
        """The rows of the districts of a province."""
        is_of_province = [each == province for each in self.values.province_of_district]
        return list(compress(self.districts, is_of_province))

    def _in_province(
        self,
        row: ProofRow,
        tier: int,
        part: str,
    ) -> Term:
        """The groups of earlier tiers of all districts of a province, which stand together."""
        rows = self._province_of(row)
        block = range(rows[0].position, rows[-1].position + 1)
        columns = [f"{part}:{earlier}" for earlier in range(tier)]
        blocks = [self.table.block(block, column) for column in columns]
        counts = [each[column].value for each in rows for column in columns]
        return Term(f"SUM({','.join(blocks)})", sum(counts))

    def _in_earlier_tiers(
        self,
        row: ProofRow,
        tier: int,
        part: str,
    ) -> Term:
        counts = [row[f"{part}:{earlier}"] for earlier in range(tier)]
        return reduce(plus, counts)

    def compare(self, units: Units) -> None:
        """Write what stands against each quota, and whether the program says the same. units: what the quota counts."""
        is_listed = {"outcome": self.letter["outcome:listed"]}
        is_certain = {"certainty": self.letter["certainty:certain"]}
        for row in self.districts:
            row["possible"] = _count(units, row, is_listed)
            row["certain"] = _count(units, row, is_listed | is_certain)
            if self.values.has_least_of_district:
                self._add_status(row, self.letter["quota"])
            self._add_states_of_program(row)
        screening = self.values.run.screening
        compared = self._compared
        if not self.values.has_least_of_district:
            compared = [name for name in compared if name not in _OF_QUOTA]
        for row, decided in zip(
            self.districts,
            each_row(screening.districts),
            strict=True,
        ):
            self._add_program(row, decided, compared)
        if screening.provinces is not None:
            for position, decided in enumerate(each_row(screening.provinces)):
                row = self.table.row(len(self.districts) + position)
                self._compare_province(row, decided)

    def _compare_province(self, row: ProofRow, decided: Any) -> None:
        """What the districts of a province can name against its quota. decided: its row in the program's result."""
        for part in _COUNTS:
            row[part] = self._sum_of_province(decided.province, part)
        self._add_status(row, self.letter["per_province"])
        self._add_program(row, decided, [*_COUNTS, *_OF_QUOTA])

    def _sum_of_province(self, province: str, part: str) -> Term:
        """Of each district of a province no more than it can name."""
        counts = [self._nameable(row[part]) for row in self._rows_of(province)]
        return reduce(plus, counts)

    def _nameable(self, count: Term) -> Term:
        """Of the groups of a district no more than it can name."""
        if self.values.letter.most_per_district is None:
            return count
        return least(count, self.letter["most"])

    def _add_status(self, row: ProofRow, quota: Term) -> None:
        """What is short of a quota, in a number and in a word."""
        met, confirm, short = self.letter.words_of("status")
        certain, possible = row["certain"], row["possible"]
        row["short"] = minus(quota, least(possible, quota))
        cases = [(at_most(quota, certain), met), (at_most(quota, possible), confirm)]
        row["status"] = first_of(cases, short)

    def _add_states_of_program(self, row: ProofRow) -> None:
        tiers = self.values.run.screening.tiers
        states = tiers.loc[tiers["district_ix"] == row.position, "state"]
        for tier, state in enumerate(states):
            word = self.letter.word_of("tier_state", str(state))
            row[f"program:tier_state:{tier}"] = word

    def _add_program(
        self,
        row: ProofRow,
        decided: Any,
        compared: Sequence[str],
    ) -> None:
        """What the program says of a district or a province, and whether it is the same. decided: its row there."""
        for name in _COUNTS:
            row[f"program:{name}"] = plain(getattr(decided, name))
        if "status" in compared:
            row["program:short"] = plain(decided.shortfall)
            status = self.letter.word_of("status", str(decided.status))
            row["program:status"] = status
        row["agrees"] = agrees(row, compared, self.letter)


def _count(
    units: Units,
    row: ProofRow,
    values: dict[str, Term],
) -> Term:
    """How many units of a district hold these values by column."""
    rows = units.rows_of.get(row.position)
    if rows is None:
        return as_term(0)
    parts = []
    for column, term in values.items():
        parts += [units.table.block(rows, column), term.text]
    count = sum(
        all(
            units.table.value(unit, column) == term.value
            for column, term in values.items()
        )
        for unit in rows
    )
    return Term(f"COUNTIFS({','.join(parts)})", count)
