"""What areas are called: a district of Bangkok is a เขต, and Bangkok is no จังหวัด."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.vocabulary.areas import BANGKOK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.registry.registry import ScopeDistrict


def district_title(
    district: str,
    province: str,
    lang: str,
) -> str:
    """A district with the word before its name.

    >>> district_title("บางคล้า", "ฉะเชิงเทรา", "th"), district_title("พระนคร", "กรุงเทพมหานคร", "th")
    ('อำเภอบางคล้า', 'เขตพระนคร')
    """
    return text(f"words.place.{_kind(province)}", lang, district=district)


def district_among(run: Run, district: Any) -> str:
    """A district with the word before its name; among several provinces with its own, for names repeat.

    district: of the scope, or a row of `Screening.districts`.

    >>> from types import SimpleNamespace
    >>> from kbo_screen.registry.registry import ScopeDistrict
    >>> district = ScopeDistrict("ตราด", "บ่อไร่", "2306")
    >>> runs = [SimpleNamespace(provinces=names, lang="th") for names in (["ชลบุรี", "ตราด"], ["ตราด"])]
    >>> [district_among(run, district) for run in runs]
    ['อำเภอบ่อไร่ จังหวัดตราด', 'อำเภอบ่อไร่']
    """
    title = district_title(district.district, district.province, run.lang)
    return _among(run, title, province_title(district.province, run.lang))


def name_among(run: Run, district: ScopeDistrict) -> str:
    """The bare name of a district, as a table has it; among several provinces with its own, for names repeat.

    >>> from types import SimpleNamespace
    >>> from kbo_screen.registry.registry import ScopeDistrict
    >>> district = ScopeDistrict("ตราด", "บ่อไร่", "2306")
    >>> runs = [SimpleNamespace(provinces=names, lang="th") for names in (["ชลบุรี", "ตราด"], ["ตราด"])]
    >>> [name_among(run, district) for run in runs]
    ['บ่อไร่ ตราด', 'บ่อไร่']
    """
    return _among(run, district.district, district.province)


def _among(run: Run, district: str, province: str) -> str:
    if len(run.provinces) < 2:
        return district
    return text("words.place.among", run.lang, district=district, province=province)


def province_title(province: str, lang: str) -> str:
    """A province with the word before its name.

    >>> province_title("ฉะเชิงเทรา", "th"), province_title("กรุงเทพมหานคร", "th")
    ('จังหวัดฉะเชิงเทรา', 'กรุงเทพมหานคร')
    """
    kind = "city" if province == BANGKOK else "province"
    return text(f"words.place.{kind}", lang, province=province)


def district_unit(run: Run) -> str:
    """What the districts of a run are counted in.

    >>> from types import SimpleNamespace
    >>> provinces = (["ชลบุรี"], ["กรุงเทพมหานคร"], ["ชลบุรี", "กรุงเทพมหานคร"])
    >>> runs = [SimpleNamespace(provinces=names, lang="th") for names in provinces]
    >>> [district_unit(run) for run in runs]
    ['อำเภอ', 'เขต', 'อำเภอ/เขต']
    """
    return text(f"words.place.unit.{_kind_of_all(run.provinces)}", run.lang)


def per_district(run: Run) -> str:
    """What stands for “per district”, as the provinces of a run call theirs.

    >>> from types import SimpleNamespace
    >>> provinces = (["ชลบุรี"], ["กรุงเทพมหานคร"])
    >>> [per_district(SimpleNamespace(provinces=names, lang="th")) for names in provinces]
    ['อำเภอละ', 'เขตละ']
    """
    return text(f"words.place.per.{_kind_of_all(run.provinces)}", run.lang)


def _kind_of_all(provinces: Sequence[str]) -> str:
    kinds = {_kind(province) for province in provinces}
    return kinds.pop() if len(kinds) == 1 else "both"


def _kind(province: str) -> str:
    return "khet" if province == BANGKOK else "amphoe"
