"""The page of the words that the program knows, by field, made from the vocabulary.

Every word in `values.toml` is read by the reader of its field, and stands in the table under what the reader made of
it: the page cannot say what the program does not do.
"""

from __future__ import annotations

from typing import Final

from kbo_screen.findings.catalogue import glossary, text
from kbo_screen.vocabulary.phrases import ANY_TEXT
from kbo_screen.vocabulary.reading import Reading, words
from kbo_screen.vocabulary.values import read_field

#: Fields whose values are read by words, in the order of a registry.
WORDED_FIELDS: Final = (
    "group_name",
    "producer_type",
    "star",
    "quadrant",
    "standard",
    "other_project",
    "potential",
    "representative",
)
#: What a reading means, in the order of the rows of a table.
MEANINGS: Final = (
    "yes",
    "no",
    "no, and told",
    "none",
    "nothing is written",
    "not known",
)
_NO: Final = {("potential", "no"), ("other_project", "clear"), ("standard", "none")}
_YES: Final = {("potential", "yes"), ("other_project", "in_project")}


def _glossary_lines() -> list[str]:
    """The words of screens, sheets and messages, one for each thing."""
    terms = glossary()
    return [
        "",
        "## On screens and sheets",
        "",
        "One word for each thing, the letter's own first; a test holds every message to it.",
        "",
        "| Thai | English |",
        "|---|---|",
        *(f"| {term['th']} | {term['en']} |" for term in terms),
    ]


def words_page() -> str:
    """The table of words per field."""
    lines = [
        "# Words that the program knows",
        "",
        "Every word is compared without spaces, case and punctuation; Thai digits count as digits. “…” stands for any",
        "other text. Of phrases that lie inside one another the longest counts. An office adds words of its own in",
        "its config. What stands in no table is a name where a name is asked for, a project under other projects, and",
        "not known everywhere else.",
    ]
    lines += _glossary_lines()
    for field in WORDED_FIELDS:
        lines += [
            "",
            f"## {text(f'words.field.{field}', 'en')} (`{field}`)",
            "",
            "| taken as | words |",
            "|---|---|",
        ]
        for meaning, spellings in words_by_meaning(field).items():
            lines.append(f"| {meaning} | {' · '.join(map(_quoted, spellings))} |")
    lines += ["", "## Everywhere", "", "| taken as | words |", "|---|---|"]
    ditto = [*words("ditto")["signs"], *words("ditto")["words"]]
    lines.append(
        f"| the cell above, where no other can be meant | {' · '.join(map(_quoted, ditto))} |"
    )
    unticked = words("mark")["unticked"]
    lines.append(
        f"| not yet said, where a column holds nothing else | {' · '.join(map(_quoted, unticked))} |"
    )
    dissolved = words("dissolved")
    gone = dissolved["gone"] + dissolved["cancelled"]
    lines.append(
        f"| a group that may be no more: its type is not known | {' · '.join(map(_quoted, gone))} |"
    )
    lines += _lines_of_composed_words()
    lines += ["", "## Answers to questions", "", "| taken as | words |", "|---|---|"]
    for meaning, names in (
        ("yes", ("yes", "tick")),
        ("no", ("no",)),
        ("not sure", ("not_sure", "not_sure_begins")),
    ):
        spellings = [spelling for name in names for spelling in words("answer")[name]]
        lines.append(
            f"| {meaning} | {' · '.join(map(_quoted, dict.fromkeys(spellings)))} |"
        )
    return "\n".join(lines) + "\n"


def _lines_of_composed_words() -> list[str]:
    """What is said by a word of each of several lists, one behind the other."""
    star, project = words("star"), words("other_project")
    not_entered = [star["denials"], star["entering"], star["entered"]]
    in_none = [project["denials"], project["denied"]]
    nobody_knows = [project["negations"], project["knowing"]]
    rows = (
        ("star: none", not_entered),
        ("other project: no; before any other word not known", in_none),
        ("other project: not known, wherever it stands", nobody_knows),
        ("other project: by what stands behind it", [project["looked"]]),
    )
    lines = [
        "",
        "## Words put together",
        "",
        "One of each list, one behind the other.",
        "",
        "| taken as | words |",
        "|---|---|",
    ]
    for meaning, parts in rows:
        lists = [" · ".join(_quoted(word) for word in part if word) for part in parts]
        lines.append(f"| {meaning} | {' + '.join(lists)} |")
    return lines


def words_by_meaning(field: str) -> dict[str, list[str]]:
    """The words of a field by what its reader makes of them; a word stands where it is read, not where it is listed."""
    by_meaning: dict[str, list[str]] = {meaning: [] for meaning in MEANINGS}
    for written in dict.fromkeys(_spellings(field)):
        plain = written.replace(ANY_TEXT, "") or written
        by_meaning.setdefault(_meaning(field, read_field(field, plain)), []).append(
            written
        )
    return {
        meaning: spellings for meaning, spellings in by_meaning.items() if spellings
    }


def _meaning(field: str, reading: Reading) -> str:
    if not reading.known and reading.problem in (None, "null-word"):
        return "nothing is written"
    if not reading.known:
        return "not known"
    if reading.problem == "names-nothing":
        return "nothing is written"
    if reading.value is None:
        return "none"
    if (field, reading.value) in _YES:
        return "yes"
    if (field, reading.value) in _NO:
        return "no" if reading.problem in (None, "null-word") else "no, and told"
    return f"a value: {reading.value}"


def _spellings(field: str) -> list[str]:
    """Every word that the vocabulary holds for a field, and the words and signs that all fields share."""
    shared = words("nothing")
    mark = words("mark")
    spellings = ["-", "–", "...", "…", "___", "=", *shared["words"]]
    if field in ("group_name", "representative"):
        return [
            *spellings,
            *words("name" if field == "group_name" else "person")["none"],
        ]
    spellings += [
        *mark["ticks"],
        *mark["crosses"],
        *mark["boxes"],
        "?",
        *words("doubt")["unknown"],
    ]
    return [*spellings, *_listed(words(field))]


def _listed(table: object) -> list[str]:
    """All texts of a table of the vocabulary, however deep; words that only stand beside a value are none of them."""
    if isinstance(table, str):
        return [table]
    if isinstance(table, list):
        return [word for part in table for word in _listed(part)]
    if isinstance(table, dict):
        kept = [part for name, part in table.items() if name not in NOT_VALUES]
        return [word for part in kept for word in _listed(part)]
    return []


#: Lists of the vocabulary whose words are no values by themselves.
NOT_VALUES: Final = (
    "beside", "sign", "name", "denial", "other_name", "plain", "negations", "knowing", "names", "but", "not_lapsed",
    "denials", "denied", "denied_otherwise", "of_projects", "entering", "entered", "looked",
    "general", "between", "becoming",
)  # fmt: skip


def _quoted(word: str) -> str:
    """A word as it stands in a table: signs of old symbol fonts by their number."""
    shown = "".join(
        f"U+{ord(sign):04X}" if 0xE000 <= ord(sign) <= 0xF8FF else sign for sign in word
    )
    return f"`{shown}`".replace("|", "\\|")
