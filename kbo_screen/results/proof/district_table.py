"""A row per district: which tiers it needs, and what stands against its quota."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text
from kbo_screen.results.proof.product_table import agrees
from kbo_screen.results.proof.proof_table import ProofColumn, ProofTable
from kbo_screen.results.proof.terms import (
    Term,
    at_most,
    either,
    every,
    first_of,
    is_below,
    least,
    minus,
    number,
    plus,
    same,
    times,
    truth,
)
from kbo_screen.results.rows import each_row, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.results.proof.group_table import GroupTable
    from kbo_screen.results.proof.letter_cells import LetterCells
    from kbo_screen.results.proof.read_values import ReadValues


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
        self.table = ProofTable(
            sheet_name,
            list(self._columns()),
            first_row,
        )
        for row in each_row(values.run.screening.districts):
            cells = {
                "district": row.district,
                "district_code": plain(row.district_code),
            }
            self.table.rows.append(cells)

    def _columns(self) -> Iterator[ProofColumn]:
        yield self._column("district", 22)
        yield self._column("district_code", 12)
        for tier in self.tiers:
            for part in ("tier_certain", "tier_possible", "tier_state"):
                words = text(
                    f"proof.column.{part}",
                    self.lang,
                    tier=tier + 1,
                )
                width = 22 if part == "tier_state" else 12
                yield ProofColumn(
                    f"{part}:{tier}",
                    words,
                    width,
                )
        if self.values.fills_province:
            yield self._column("cut_off", 18)
        for name in ("certain", "possible", "short"):
            yield self._column(name)
        yield self._column("status", 24)
        for name in self._compared:
            label = self._label(name)
            program = text(
                "proof.program",
                self.lang,
                what=label,
            )
            yield ProofColumn(
                f"program:{name}",
                program,
                16,
            )
        yield self._column("agrees", 12)

    @property
    def _compared(self) -> list[str]:
        of_tiers = [f"tier_state:{tier}" for tier in self.tiers]
        return [*of_tiers, "certain", "possible", "short", "status"]

    def _label(self, name: str) -> str:
        part, _, tier = name.partition(":")
        number_of_tier = int(tier) + 1 if tier else 0
        return text(
            f"proof.column.{part}",
            self.lang,
            tier=number_of_tier,
        )

    def _column(
        self,
        name: str,
        width: int = 12,
    ) -> ProofColumn:
        return ProofColumn(
            name,
            self._label(name),
            width,
        )

    def open_tiers(self, groups: GroupTable) -> None:
        """Write which tiers each district needs, from the counts of the tiers before."""
        for row in range(len(self.table.rows)):
            cells = self.table.rows[row]
            rows = groups.rows_of.get(row)
            for tier in self.tiers:
                conditions = [("tier", number(tier + 1))]
                possible = _count(
                    groups,
                    rows,
                    conditions,
                )
                cells[f"tier_possible:{tier}"] = possible
                conditions.append(("sure", number(1)))
                cells[f"tier_certain:{tier}"] = _count(
                    groups,
                    rows,
                    conditions,
                )
        for row, cells in enumerate(self.table.rows):
            for tier in self.tiers:
                cells[f"tier_state:{tier}"] = self._state(row, tier)

    def states(self) -> dict[int, list[Term]]:
        """By position of a district the cells of its tiers' states."""
        return {
            row: [self.table.far(row, f"tier_state:{tier}") for tier in self.tiers]
            for row in range(len(self.table.rows))
        }

    def _state(
        self,
        row: int,
        tier: int,
    ) -> Term:
        """Closed where the certain groups of earlier tiers reach the quota, open where even the possible do not."""
        if self.values.missing_tiers[tier]:
            return self.letter.cell("tier_state:unavailable")
        is_open = self.letter.cell("tier_state:open")
        if tier == 0:
            return is_open
        if self.values.letter.quota.per_province is not None:
            return self._state_for_province(row, tier)
        quota, certain, possible = self._against_quota(row, tier)
        cases = [
            (at_most(quota, certain), self.letter.cell("tier_state:closed")),
            (is_below(possible, quota), is_open),
        ]
        return first_of(cases, self.letter.cell("tier_state:maybe"))

    def _state_for_province(self, row: int, tier: int) -> Term:
        """Closed where the certain groups before leave it unneeded, open where it is needed for all the possible."""
        is_alone = self.values.letter.choices.insufficient == "certain-only"
        part = "tier_certain" if is_alone else "tier_possible"
        is_unneeded = same(self._is_needed(row, tier, "tier_certain"), truth(False))
        cases = [
            (is_unneeded, self.letter.cell("tier_state:closed")),
            (self._is_needed(row, tier, part), self.letter.cell("tier_state:open")),
        ]
        return first_of(cases, self.letter.cell("tier_state:maybe"))

    def _is_needed(self, row: int, tier: int, part: str) -> Term:
        """With the groups of earlier tiers a district lacks its own least, or the province its number."""
        count = self._in_earlier_tiers(row, tier, part)
        of_province = self._nameable_of_province(row, tier, part)
        is_short = is_below(of_province, self.letter.cell("per_province"))
        if self.values.letter.choices.insufficient != "per-province":
            is_short = either([is_below(count, self.letter.cell("quota")), is_short])
        if self.values.letter.most_per_district is None:
            return is_short
        return every([is_short, is_below(count, self.letter.cell("most"))])

    def _nameable_of_province(self, row: int, tier: int, part: str) -> Term:
        """The groups of earlier tiers that the districts of a province can name."""
        if self.values.letter.most_per_district is None:
            return self._in_province(row, tier, part)
        most = self.letter.cell("most")
        counts = [
            least(self._in_earlier_tiers(each, tier, part), most)
            for each in self._province_of(row)
        ]
        return reduce(plus, counts)

    def cut_off(self, groups: GroupTable) -> dict[int, Term]:
        """Write up to which key the groups of a province fill its quota behind the least of each district.

        Returns by position of a district its cell.
        """
        for row in range(len(self.table.rows)):
            self.table.rows[row]["cut_off"] = self._cut_off(row, groups)
        rows = range(len(self.table.rows))
        return {row: self.table.far(row, "cut_off") for row in rows}

    def _cut_off(self, row: int, groups: GroupTable) -> Term:
        """The key of the last group that fills what the least of the districts leave; 0 where nothing is left."""
        rows_of_groups = [
            groups.rows_of[each]
            for each in self._province_of(row)
            if each in groups.rows_of
        ]
        if not rows_of_groups:
            return number(0)
        rows = range(rows_of_groups[0].start, rows_of_groups[-1].stop)
        proposed, spare = (groups.table.block(rows, name) for name in ("own", "spare"))
        quota = self.letter.cell("per_province")
        n_proposed = sum(groups.table.value(each, "own") for each in rows)
        spare_keys = [groups.table.value(each, "spare") for each in rows]
        keys = sorted(key for key in spare_keys if isinstance(key, int))
        left = max(quota.value - n_proposed, 0)
        chosen = keys[:left]
        words = f"{quota.text}-SUM({proposed})"
        return Term(
            f"IF({words}<=0,0,IF(COUNT({spare})<={words},MAX({spare}),SMALL({spare},{words})))",
            chosen[-1] if chosen else 0,
        )

    def _against_quota(self, row: int, tier: int) -> tuple[Term, Term, Term]:
        """A quota and the certain and possible groups of earlier tiers that count, as the letter chooses."""
        quota = self.letter.cell("quota")
        match self.values.letter.choices.insufficient:
            case "per-province":
                quota = times(quota, number(len(self._province_of(row))))
                certain = self._in_province(row, tier, "tier_certain")
                return quota, certain, self._in_province(row, tier, "tier_possible")
            case "certain-only":
                certain = self._in_earlier_tiers(row, tier, "tier_certain")
                return quota, certain, certain
            case _:
                certain = self._in_earlier_tiers(row, tier, "tier_certain")
                possible = self._in_earlier_tiers(row, tier, "tier_possible")
                return quota, certain, possible

    def _province_of(self, row: int) -> list[int]:
        """The rows of the districts of a district's province."""
        provinces = self.values.run.screening.districts["province"]
        is_of_province = provinces == provinces.loc[row]
        rows: list[int] = provinces.index[is_of_province].tolist()
        return rows

    def _in_province(
        self,
        row: int,
        tier: int,
        part: str,
    ) -> Term:
        """The groups of earlier tiers of all districts of a province, which stand together."""
        rows = self._province_of(row)
        columns = [f"{part}:{earlier}" for earlier in range(tier)]
        block = range(rows[0], rows[-1] + 1)
        blocks = [self.table.block(block, column) for column in columns]
        counts = [self.table.value(each, column) for each in rows for column in columns]
        return Term(f"SUM({','.join(blocks)})", sum(counts))

    def _in_earlier_tiers(
        self,
        row: int,
        tier: int,
        part: str,
    ) -> Term:
        total = self.table.near(row, f"{part}:0")
        for earlier in range(1, tier):
            total = plus(total, self.table.near(row, f"{part}:{earlier}"))
        return total

    def compare(self, groups: GroupTable) -> None:
        """Write what stands against each quota, and whether the program says the same."""
        listed = self.letter.cell("outcome:listed")
        sure = self.letter.cell("certainty:certain")
        met, confirm, short = self.letter.words_of("status")
        quota = self.letter.cell("quota")
        for row in range(len(self.table.rows)):
            cells = self.table.rows[row]
            rows = groups.rows_of.get(row)
            on_list = [("outcome", listed)]
            cells["possible"] = _count(
                groups,
                rows,
                on_list,
            )
            certain = [*on_list, ("certainty", sure)]
            cells["certain"] = _count(
                groups,
                rows,
                certain,
            )
            certain_cell = self.table.near(row, "certain")
            possible_cell = self.table.near(row, "possible")
            cells["short"] = minus(quota, least(possible_cell, quota))
            cases = [
                (at_most(quota, certain_cell), met),
                (at_most(quota, possible_cell), confirm),
            ]
            cells["status"] = first_of(cases, short)
            self._add_program(row)

    def _add_program(self, row: int) -> None:
        screening, cells = self.values.run.screening, self.table.rows[row]
        decided = screening.districts.loc[row]
        tiers = screening.tiers[screening.tiers["district_ix"] == row]
        for tier, state in enumerate(tiers["state"]):
            word = self.letter.word_of("tier_state", str(state))
            cells[f"program:tier_state:{tier}"] = word
        for name, column in (
            ("certain", "certain"),
            ("possible", "possible"),
            ("short", "shortfall"),
        ):
            cells[f"program:{name}"] = plain(decided[column])
        cells["program:status"] = self.letter.word_of("status", str(decided["status"]))
        cells["agrees"] = agrees(
            self.table,
            row,
            self._compared,
            self.letter,
        )


def _count(
    groups: GroupTable,
    rows: range | None,
    conditions: list[tuple[str, Term]],
) -> Term:
    """How many groups of a district hold these values in these columns."""
    if rows is None:
        return number(0)
    parts = []
    for column, term in conditions:
        parts += [groups.table.block(rows, column), term.text]
    count = sum(
        all(
            groups.table.value(row, column) == term.value for column, term in conditions
        )
        for row in rows
    )
    return Term(f"COUNTIFS({','.join(parts)})", count)
