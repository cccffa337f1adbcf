"""One Thai word for each thing on screens, sheets and in messages: the glossary of the catalogue.

- No text of the catalogue says in another word what the glossary has a word for.
- Every word of the glossary is in use.
"""

from __future__ import annotations

import re
import tomllib

from tests.findings.test_catalogue import ALL, TEXTS

GLOSSARY = tomllib.loads((TEXTS / "glossary.toml").read_text("utf-8"))
#: Findings are no leaves of two languages alone: their messages and remedies are.
WORDS = [(name, words) for name, words in ALL if not name.startswith("glossary.")]


def test_no_text_says_it_in_another_word() -> None:
    for term in GLOSSARY.values():
        for never in term["never"]:
            names = [name for name, words in WORDS if re.search(never, words["th"])]
            assert names == [], never


def test_every_word_is_in_use() -> None:
    for slug, term in GLOSSARY.items():
        for lang, word in term["name"].items():
            uses = [name for name, words in WORDS if word in words[lang].lower()]
            assert uses, (slug, lang)
