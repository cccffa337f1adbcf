"""Reads an office's own Word template, and refuses one that holds more than fields.

What may stand in it: fields, lines of its lists, and conditions on them. Whatever else jinja
knows (calls, filters, attributes, loops in loops, other templates) is refused before anything
is filled.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.findings import Finding, Place, UsageError, make_finding
from kbo_screen.findings.catalogue import text, text_in_each
from kbo_screen.grid import ReadError
from kbo_screen.grid.package import check_document
from kbo_screen.letters.toml_shape import reading_fault
from kbo_screen.vocabulary.areas import nearest
from kbo_screen.vocabulary.thai_text import shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from docxtpl import DocxTemplate
    from jinja2 import nodes

    #: Fields by name; a list has the fields of its lines, any other field none.
    Fields = Mapping[str, Collection[str]]

#: A letter on one page; a logo in it takes most.
MOST_BYTES: Final = 32 * 1024**2
#: Characters of its text, with all that a word processor puts between them.
MOST_CHARACTERS: Final = 2 * 1024**2
#: What a line that is quoted may be long.
_SHOWN_COLUMNS: Final = 60
#: Fields that are named where none is like what was typed.
_FIELDS_TOLD: Final = 3
_TAG: Final = re.compile(r"<[^<>]+>")
#: A command from its first brace to its last, and what one begins with.
_COMMAND: Final = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}")
_OPENS: Final = re.compile(r"\{[{%#]")
_PARAGRAPH: Final = re.compile(r"<w:p([ >])")


class _Fault(NamedTuple):
    """A name that is no field, or (without one) something beyond fields; line: where in the source."""

    line: int
    name: str | None = None


def read_template(path: Path, fields: Fields, shared: Collection[str]) -> bytes:
    """The bytes of a template in which nothing but fields stands.

    fields: of the letter; shared: those that are the same on every page, which may stand in
    headers and footers too. Raises UsageError for a file that is no Word document, with every
    unknown field, and for a template that goes beyond fields.
    """
    content = _content_of(path)
    template, (body, *others) = _open(content, path)
    findings = list(_findings_of(body, template, fields, path))
    shared_fields = {name: fields[name] for name in shared}
    for part in others:
        findings += _findings_of(part, template, shared_fields, path)
    if findings:
        raise UsageError(*findings)
    return content


def _content_of(path: Path) -> bytes:
    """The bytes of a package that a word processor may have written. Raises UsageError."""
    try:
        if path.exists() and not path.is_file():
            raise _unreadable(path, text_in_each("meeting.template.not_a_file"))
        if path.stat().st_size > MOST_BYTES:
            raise _unreadable(path, text_in_each("meeting.template.too_large"))
        content = path.read_bytes()
        check_document(content, MOST_BYTES)
    except OSError as error:
        raise _unreadable(path, reading_fault(error)) from None
    except ReadError:
        raise _unreadable(path, text_in_each("meeting.template.no_document")) from None
    return content


def _open(content: bytes, path: Path) -> tuple[DocxTemplate, list[str]]:
    """A template, and the XML of its body, headers and footers. Raises UsageError."""
    from docxtpl import DocxTemplate
    from lxml.etree import LxmlError

    template = DocxTemplate(BytesIO(content))
    try:
        template.render_init()
        parts = [template.get_xml()]
        for uri in (template.HEADER_URI, template.FOOTER_URI):
            for _, part in template.get_headers_footers(uri):
                parts.append(template.get_part_xml(part))
        has_section = len(template.docx.sections) > 0
    except (LxmlError, SyntaxError, ValueError, LookupError, AttributeError, TypeError):
        has_section = False
    if not has_section:
        raise _unreadable(path, text_in_each("meeting.template.no_document"))
    if sum(map(len, parts)) > MOST_CHARACTERS:
        raise _unreadable(path, text_in_each("meeting.template.too_large"))
    return template, parts


def _unreadable(path: Path, reason: Any) -> UsageError:
    return UsageError.of(
        "usage.template-unreadable",
        Place(path.name),
        what=reason,
    )


def _findings_of(
    xml: str,
    template: DocxTemplate,
    fields: Fields,
    path: Path,
) -> Iterator[Finding]:
    """What is wrong with the fields of one part, each different fault once."""
    from jinja2 import TemplateSyntaxError
    from jinja2.sandbox import SandboxedEnvironment

    place = Place(path.name)
    if (open_paragraph := _open_paragraph(xml)) is not None:
        quoted = shorten(open_paragraph.strip(), _SHOWN_COLUMNS)
        yield make_finding("usage.template-words", place, value=quoted)
        return
    source = _PARAGRAPH.sub(r"\n<w:p\1", template.patch_xml(xml))
    try:
        tree = SandboxedEnvironment().parse(source)
        faults = list(_faults(tree, fields, {}))
    except TemplateSyntaxError as error:
        faults = [_Fault(error.lineno)]
    except RecursionError:
        faults = [_Fault(1)]
    lines = source.split("\n")
    said = set()
    for fault in faults:
        line = _TAG.sub("", lines[fault.line - 1]).strip()
        finding = _finding(fault, line, fields, place)
        if finding.value not in said:
            said.add(finding.value)
            yield finding


def _open_paragraph(xml: str) -> str | None:
    """The text of a paragraph in which a command begins and does not end; None for none.

    It is looked for first: what joins the pieces of a command would search to the end of the
    document for each that has no end.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    for paragraph in parse_xml(xml).iter(qn("w:p")):
        words = "".join(run.text or "" for run in paragraph.iter(qn("w:t")))
        if _OPENS.search(_COMMAND.sub("", words)):
            return words
    return None


def _finding(
    fault: _Fault,
    line: str,
    fields: Fields,
    place: Place,
) -> Finding:
    if fault.name is None:
        quoted = shorten(line, _SHOWN_COLUMNS)
        return make_finding("usage.template-words", place, value=quoted)
    return make_finding(
        "usage.template-field",
        place,
        value=fault.name,
        suggestion=", ".join(_nearest_names(fault.name, fields)),
    )


def _nearest_names(name: str, fields: Fields) -> list[str]:
    """The fields most like a name, else those of which it says in Thai what they hold, else the first."""
    names = nearest(name, _all_names(fields))
    if names:
        return names
    names_by_meaning = {text(f"meeting.field.{field}", "th"): field for field in fields}
    meanings = [meaning for meaning in names_by_meaning if name in meaning]
    meanings.sort(key=lambda meaning: meaning.index(name))
    meanings = meanings[:_FIELDS_TOLD] or nearest(name, names_by_meaning)
    field_names = [names_by_meaning[meaning] for meaning in meanings]
    return field_names or sorted(fields)[:_FIELDS_TOLD]


def _all_names(fields: Fields) -> list[str]:
    """The fields, and those of the lines of lists as they are typed."""
    names = list(fields)
    for line_fields in fields.values():
        names += [f"line.{name}" for name in line_fields]
    return names


def _faults(
    node: nodes.Node,
    fields: Fields,
    loops: Mapping[str, str],
) -> Iterator[_Fault]:
    """What stands in a template beyond fields, and names that are none.

    loops: by the name of a line the list that is gone through.
    """
    from jinja2 import nodes

    match node:
        case nodes.TemplateData():
            return
        case nodes.Name(name=name):
            if name in loops:
                yield _Fault(node.lineno)
            elif name not in fields:
                yield _Fault(node.lineno, name)
        case nodes.Getattr(node=nodes.Name(name=line), attr=name):
            yield from _line_faults(node, line, name, fields, loops)
        case nodes.For():
            yield from _loop_faults(node, fields, loops)
        case (
            nodes.Template()
            | nodes.Output()
            | nodes.If()
            | nodes.Not()
            | nodes.And()
            | nodes.Or()
        ):
            for child in node.iter_child_nodes():
                yield from _faults(child, fields, loops)
        case _:
            yield _Fault(node.lineno)


def _line_faults(
    node: nodes.Node,
    line: str,
    name: str,
    fields: Fields,
    loops: Mapping[str, str],
) -> Iterator[_Fault]:
    """What is wrong with `line.name`: only lines of lists have parts."""
    if line in fields:
        yield _Fault(node.lineno)
    elif line not in loops or name not in fields[loops[line]]:
        yield _Fault(node.lineno, f"{line}.{name}")


def _loop_faults(
    node: nodes.For,
    fields: Fields,
    loops: Mapping[str, str],
) -> Iterator[_Fault]:
    """What is wrong with a loop: it goes through a list of the letter, and stands in no other."""
    from jinja2 import nodes

    match node:
        case nodes.For(
            target=nodes.Name(name=line),
            iter=nodes.Name(name=list_name),
            test=None,
            recursive=False,
        ) if not loops:
            if not fields.get(list_name):
                yield _Fault(node.lineno, list_name)
                return
            for child in (*node.body, *node.else_):
                yield from _faults(child, fields, {line: list_name})
        case _:
            yield _Fault(node.lineno)
