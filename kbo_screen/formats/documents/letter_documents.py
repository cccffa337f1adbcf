"""Letters as Word documents: a template filled once per page, each page a section of its own.

A section per page, and not a page break: a letterhead in the first-page header then stands
on every letter. Templates come with the program or from an office; `sources` has looked at
an office's, so that nothing but fields stands in it, and here they are filled in a sandbox.
"""

from __future__ import annotations

import copy
from functools import partial
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Place, UsageError
from kbo_screen.formats.package_parts import write_without_clock
from kbo_screen.registry.document_mark import mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment

    from kbo_screen.results.meeting.notice_fields import LetterKind

    #: The fields of every page.
    Pages = Sequence[Mapping[str, Any]]

#: Characters that XML does not take.
_CONTROLS: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


def own_template(kind: LetterKind) -> bytes:
    """The template of a letter that comes with the program (`docs/letter_templates.py` makes it)."""
    folder = files("kbo_screen.formats") / "documents"
    return (folder / f"{kind}.docx").read_bytes()


def letter_writer(
    pages: Pages,
    template: bytes,
    *,
    font: str | None = None,
) -> Callable[[Path], None]:
    """What writes a document of one page or more, as `write_files` takes it.

    Headers and footers are filled with the fields of the first.
    font: in place of the template's. The writer raises UsageError where the template comes
    apart when it is filled.
    """
    return partial(_write_document, pages, template, font)


def _write_document(
    pages: Pages,
    content: bytes,
    font: str | None,
    draft: Path,
) -> None:
    from docxtpl import DocxTemplate
    from lxml.etree import XMLSyntaxError

    template = DocxTemplate(BytesIO(content))
    template.render_init()
    try:
        _fill(template, pages)
    except XMLSyntaxError:
        raise UsageError.of("usage.template-broken", Place(draft.name)) from None
    if font:
        _set_font(template.docx.styles.element, font)
    part = template.docx.part
    template.docx.core_properties.identifier = mark_of(part.blob)
    document = BytesIO()
    template.docx.save(document)
    write_without_clock(document, draft)


def _fill(template: DocxTemplate, pages: Pages) -> None:
    """The body once per page, headers and footers once. Raises XMLSyntaxError."""
    from docx.oxml import parse_xml

    environment = _environment()
    part = template.docx.part
    source = template.patch_xml(template.get_xml())
    bodies = []
    for page in pages:
        xml = template.render_xml_part(source, part, _printable(page), environment)
        bodies.append(parse_xml(xml))
    body = _joined(bodies)
    for number, drawing in enumerate(body.xpath(".//wp:docPr"), start=1):
        drawing.set("id", str(number))
    template.map_tree(body)
    shared = _printable(pages[0])
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        parts = template.build_headers_footers_xml(shared, uri, environment)
        for relation, xml in list(parts):
            template.map_headers_footers_xml(relation, xml)


def _environment() -> SandboxedEnvironment:
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True)


def _printable(value: Any) -> Any:
    """A page's values without what XML does not take."""
    if isinstance(value, str):
        return value.translate(_CONTROLS)
    if isinstance(value, list):
        return [_printable(line) for line in value]
    return {name: _printable(part) for name, part in value.items()}


def _joined(bodies: Sequence[Any]) -> Any:
    """One body of all pages: each but the last ends its section, the next begins on a new page."""
    from docx.oxml.ns import qn

    first, *later_bodies = bodies
    section = first.find(qn("w:sectPr"))
    for body in later_bodies:
        _drop_bookmarks(body)
        _end_section(section)
        _start_on_new_page(body)
        last_section = body.find(qn("w:sectPr"))
        for child in list(body):
            section.addprevious(child)
        first.remove(section)
        section = last_section
    return first


def _end_section(section: Any) -> None:
    """Let the last paragraph before the section's properties hold a copy of them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    last = section.getprevious()
    is_free = (
        last is not None and last.tag == qn("w:p") and not last.xpath(".//w:sectPr")
    )
    if not is_free:
        last = OxmlElement("w:p")
        section.addprevious(last)
    last.get_or_add_pPr().append(copy.deepcopy(section))


def _start_on_new_page(body: Any) -> None:
    """Let the first section of a page begin on a new one, which is what one without a type does."""
    from docx.oxml.ns import qn

    section = body.xpath(".//w:sectPr")[0]
    for kind in section.findall(qn("w:type")):
        section.remove(kind)


def _drop_bookmarks(body: Any) -> None:
    """A name stands once in a document."""
    for mark in body.xpath(".//w:bookmarkStart | .//w:bookmarkEnd"):
        mark.getparent().remove(mark)


def _set_font(styles: Any, font: str) -> None:
    """Another font in every style."""
    from docx.oxml.ns import qn

    for fonts in styles.iter(qn("w:rFonts")):
        for name in fonts.attrib:
            fonts.set(name, font)
