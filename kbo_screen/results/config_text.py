"""A commented config from the options of a run.

Knows the keys in the order in which a person fills them in, and how TOML writes a value. Refuses to know which values
there are: what was not said stands there as a comment.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.vocabulary.spellings import SPELLED_CODES

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Every key of the top of a config, with an example for where nothing was said.
KEYS: Final[dict[str, Any]] = {
    "letter": "chachoengsao_2566",
    "province": "ชลบุรี",
    "registry": ["ทะเบียน.xlsx"],
    "projects": ["โครงการอื่น.xlsx"],
    "stars": ["ดาว.xlsx"],
    "standards": ["มชช.xlsx"],
    "answers": ["คำตอบ.xlsx"],
    "take": 5,
    "lang": "th",
    "font": "TH SarabunPSK",
}


def config_text(said: Mapping[str, Any], lang: str) -> str:
    """The text of a config: every key with its comment, those that were said in force, the others as examples.

    said: key -> value; `columns` is field -> header.
    """
    lines = [f"# {line}" for line in text("config.head", lang).split("\n")]
    for key, example in KEYS.items():
        is_said = said.get(key) not in (None, [], ())
        lines += ["", f"# {text(f'config.{key}', lang)}"]
        lines.append(
            f"{'' if is_said else '# '}{key} = {_toml(said[key] if is_said else example)}"
        )
    columns = said.get("columns") or {}
    lines += [
        "",
        f"# {text('config.columns', lang)}",
        f"{'' if columns else '# '}[columns]",
    ]
    lines += [f"{field} = {_toml(header)}" for field, header in columns.items()] or [
        '# star = "คะแนนดาว"'
    ]
    lines += [
        "",
        f"# {text('config.headers', lang)}",
        "# [headers]",
        '# group_name = ["ชื่อองค์กร", "ชื่อหน่วยผลิต"]',
    ]
    lines += [
        "",
        f"# {text('config.values', lang)}",
        "# [values.producer_type]",
        '# community_group = ["กลุ่มอาชีพ"]',
    ]
    lines += [
        f"# {field}: {', '.join(codes)}" for field, codes in SPELLED_CODES.items()
    ]
    lines += [
        "",
        f"# {text('config.matching', lang)}",
        "# [matching]",
        "# same = 93",
        "# perhaps = 70",
    ]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """A value as TOML writes it: strings and lists of strings as JSON does, without escaping Thai."""
    return json.dumps(value, ensure_ascii=False)
