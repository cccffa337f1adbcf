"""A commented config from the options of a run: what was not said stands as a comment."""

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


#: Tables of a config that stand in it as examples, by the text above them.
_EXAMPLES: Final = {
    "config.headers": ("[headers]", 'group_name = ["ชื่อองค์กร", "ชื่อหน่วยผลิต"]'),
    "config.values": ("[values.producer_type]", 'community_group = ["กลุ่มอาชีพ"]'),
    "config.matching": ("[matching]", "same = 93", "perhaps = 70"),
}


def config_text(options: Mapping[str, Any], lang: str) -> str:
    """The text of a config: every key with its comment, in force or as an example.

    options: key -> value; `columns` is field -> header.
    """
    lines = _comment(text("config.head", lang))
    for key, example in KEYS.items():
        lines += ["", *_comment(text(f"config.{key}", lang))]
        lines.append(_assignment(key, options.get(key), example))
    lines += ["", *_comment(text("config.columns", lang))]
    lines += _columns(options.get("columns") or {})
    for text_id, example_lines in _EXAMPLES.items():
        lines += ["", *_comment(text(text_id, lang))]
        lines += [f"# {line}" for line in example_lines]
        if text_id == "config.values":
            lines += _spelled_codes()
    return "\n".join(lines) + "\n"


def _comment(words: str) -> list[str]:
    return [f"# {line}" for line in words.split("\n")]


def _assignment(
    key: str,
    value: Any,
    example: Any,
) -> str:
    """A key with its value, or commented with an example."""
    if value in (None, [], ()):
        return f"# {key} = {_toml(example)}"
    return f"{key} = {_toml(value)}"


def _columns(headers: Mapping[str, str]) -> list[str]:
    """The table of columns, or a commented example of it."""
    if not headers:
        return ["# [columns]", '# star = "คะแนนดาว"']
    lines = [f"{field} = {_toml(header)}" for field, header in headers.items()]
    return ["[columns]", *lines]


def _spelled_codes() -> list[str]:
    """The codes of every field whose spellings can be added to."""
    return [f"# {field}: {', '.join(codes)}" for field, codes in SPELLED_CODES.items()]


def _toml(value: Any) -> str:
    """A value as TOML writes it: as JSON does, without escaping Thai."""
    return json.dumps(value, ensure_ascii=False)
