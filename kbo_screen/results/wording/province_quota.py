"""What stands against the quota of a whole province, in sentences and as plain values; nothing without such a quota."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.rows import each_row
from kbo_screen.results.wording.area_names import per_district, province_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from kbo_screen.checking.check_result import CheckedFile, Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter
    from kbo_screen.results.schemas import (
        CheckedProvinceShape,
        ProvinceCountShape,
        ProvinceQuotaShape,
        ReadingProvinceShape,
    )
    from kbo_screen.screening.screening import ReadingEffect


#: So many provinces that a reading touches are named in its line.
_PROVINCES_NAMED: Final = 5


def province_lines(run: Run) -> list[str]:
    """A line per province: its quota and what stands against it; what is counted where that is no group."""
    return [*_lines_of_provinces(run), *_line_on_units(run)]


def _lines_of_provinces(run: Run) -> Iterator[str]:
    for province in province_quotas(run):
        yield text(
            "terminal.of_province",
            run.lang,
            province=province_title(province["province"], run.lang),
            unit=unit_words(run),
            status_words=text(f"words.status.{province['status']}", run.lang),
            selected=f"{province['selected']:,}",
            **_counts_in_words(province),
        )


def _counts_in_words(
    province: ProvinceQuotaShape | ProvinceCountShape,
) -> dict[str, str]:
    return {
        "required": f"{province['required']:,}",
        "certain": f"{province['certain_of_quota']:,}",
        "to_confirm": f"{province['to_confirm']:,}",
        "shortfall": f"{province['shortfall']:,}",
    }


def _line_on_units(run: Run) -> Iterator[str]:
    if run.letter.quota.unit != "groups":
        yield text("terminal.unit_is", run.lang, unit=unit_words(run))


def capped_words(run: Run) -> str:
    """Up to which number the counts of a district go, where the letter sets it a least; else nothing."""
    least = run.letter.quota.least_per_district
    if not least:
        return ""
    return text(
        "sentences.capped",
        run.lang,
        quota=least,
        unit=unit_words(run),
        per=per_district(run),
    )


def unit_words(run: Run) -> str:
    """What the quota counts."""
    return text(f"words.unit.{run.letter.quota.unit}", run.lang)


def province_counts(
    provinces: pd.DataFrame,
    names: Sequence[str],
    letter: Letter,
) -> list[ProvinceCountShape]:
    """What would stand against the quota of every province under another letter.

    provinces: as `Screening.provinces`, in the order of their names.
    """
    return [
        {
            "province": name,
            "required": letter.quota.per_province or 0,
            "certain": int(province.certain),
            "possible": int(province.possible),
            "certain_of_quota": int(province.certain_of_quota),
            "to_confirm": int(province.to_confirm),
            "shortfall": int(province.shortfall),
            "status": province.status,
        }
        for name, province in zip(names, each_row(provinces), strict=True)
    ]


def provinces_under_reading(
    effect: ReadingEffect,
    run: Run,
) -> list[ReadingProvinceShape]:
    """What a side of a reading decides of the places of every province; nothing where it or the letter has no quota."""
    provinces = run.screening.provinces
    if effect.provinces is None or provinces is None:
        return []
    return [
        {
            "province": str(name),
            "places": max(int(province.losing), int(province.gaining)),
            "losing": int(province.losing),
            "gaining": int(province.gaining),
            "required": int(province.required),
            "certain_of_quota": int(province.certain_of_quota),
            "to_confirm": int(province.to_confirm),
            "shortfall": int(province.shortfall),
            "status": province.status,
        }
        for name, province in zip(
            provinces["province"], each_row(effect.provinces), strict=True
        )
    ]


def reading_province_lines(effect: ReadingEffect, run: Run) -> list[str]:
    """A line per province whose quota another side of a reading touches; of many their number alone."""
    if effect.provinces is None:
        return []
    is_changed = effect.provinces["is_changed"].tolist()
    changed = list(compress(provinces_under_reading(effect, run), is_changed))
    if len(changed) > _PROVINCES_NAMED:
        count = len(changed)
        return [text("letter.decides.in_provinces", run.lang, count=count)]
    return [
        text(
            "letter.decides.places",
            run.lang,
            province=province_title(province["province"], run.lang),
            places=province["places"],
            required=f"{province['required']:,}",
            unit=unit_words(run),
            shortfall=f"{province['shortfall']:,}",
        )
        for province in changed
    ]


def province_count_lines(
    provinces: Iterable[ProvinceCountShape],
    lang: str,
) -> list[str]:
    """A line per province, of another letter."""
    return [
        text(
            "whatif.of_province",
            lang,
            province=province_title(province["province"], lang),
            **_counts_in_words(province),
        )
        for province in provinces
    ]


def province_quotas(run: Run) -> list[ProvinceQuotaShape]:
    """What stands against the quota of every province; nothing where the letter has none."""
    provinces = run.screening.provinces
    if provinces is None:
        return []
    return [
        {
            "province": province.province,
            "required": int(province.required),
            "certain": int(province.certain),
            "possible": int(province.possible),
            "certain_of_quota": int(province.certain_of_quota),
            "to_confirm": int(province.to_confirm),
            "shortfall": int(province.shortfall),
            "status": province.status,
            "selected": _units_proposed(run.screening.groups, province.province),
        }
        for province in each_row(provinces)
    ]


def _units_proposed(groups: pd.DataFrame, province: str) -> int:
    is_proposed = groups["selected"] & (groups["province"] == province)
    return int(groups.loc[is_proposed, "units"].sum())


def checked_provinces(checked: Validation) -> list[CheckedProvinceShape]:
    """What the lists that count bring to the quota of every province; nothing where the letter has none."""
    rows: list[CheckedProvinceShape] = []
    for quota in province_quotas(checked.run):
        files = _files_of(quota["province"], checked)
        counted = sum(file.accepted_units for file in files if file.is_accepted)
        rows.append(
            {
                "province": quota["province"],
                "required": quota["required"],
                "accepted": sum(file.accepted_units for file in files),
                "counted": counted,
                "shortfall": max(0, quota["required"] - counted),
            }
        )
    return rows


def _files_of(province: str, checked: Validation) -> list[CheckedFile]:
    """The lists that count of the districts of a province."""
    files = [
        checked.file_of(district)
        for district in checked.districts
        if checked.area_of(district).province == province
    ]
    return [file for file in files if file]


def checked_province_lines(checked: Validation) -> Iterator[str]:
    """A line per province: what its accepted lists bring to its quota, and what it lacks."""
    run = checked.run
    for province in checked_provinces(checked):
        yield text(
            "validate.of_province",
            run.lang,
            province=province_title(province["province"], run.lang),
            unit=unit_words(run),
            required=f"{province['required']:,}",
            counted=f"{province['counted']:,}",
            shortfall=f"{province['shortfall']:,}",
        )
