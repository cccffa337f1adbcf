"""Small parts of a package as trees, their elements by their names alone, in whatever namespace."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree
from zipfile import ZipFile, ZipInfo

from kbo_screen.grid.notices import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

#: Tags of all parts that are read as trees: Excel keeps 65,490 styles, and each takes up to eight.
MAX_TAGS: Final = 1_000_000


class Package(ZipFile):
    """The zip package of a workbook; a part is looked up, and read as a tree, once however often it is asked for."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data))
        self.data = data

    @cached_property
    def parts_by_name(self) -> dict[str, ZipInfo]:
        """The parts by their names in lower case: to a package the two cases of a letter are one."""
        parts = {}
        for part in self.infolist():
            name = part.filename.replace("\\", "/")
            parts[name.lower()] = part
        return parts

    def part_named(self, name: str) -> ZipInfo | None:
        """The part of a name, in whichever case; None where there is none."""
        return self.parts_by_name.get(name.lower())

    @cached_property
    def trees(self) -> dict[str, Element]:
        """The parts that were read as trees."""
        return {}

    @cached_property
    def tag_counts(self) -> list[int]:
        """How many tags each of them has."""
        return []


def tree_of(package: Package, part: ZipInfo | str) -> Element:
    """The root of a part. Raises KeyError where there is none, ParseError for no XML, ReadError for too many tags."""
    name = part if isinstance(part, str) else part.filename
    if name not in package.trees:
        xml = package.read(part)
        package.tag_counts.append(xml.count(b"<"))
        if sum(package.tag_counts) > MAX_TAGS:
            raise unreadable("too-large")
        package.trees[name] = ElementTree.fromstring(xml)  # noqa: S314 - a package with entities was refused
    return package.trees[name]


def local_name(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def elements_named(root: Element, *names: str) -> Iterator[Element]:
    """The elements of these names anywhere under a root, itself included."""
    for element in root.iter():
        if local_name(element.tag) in names:
            yield element


def text_in(root: Element, *names: str) -> str:
    """The texts of the elements of these names, one behind the other."""
    return "".join(element.text or "" for element in elements_named(root, *names))


def child_named(parent: Element, name: str) -> Element | None:
    """The first element of a name right under another."""
    for child in parent:
        if local_name(child.tag) == name:
            return child
    return None


def children_of(root: Element, name: str) -> list[Element]:
    """The elements inside the first element of a name."""
    parent = child_named(root, name)
    return [] if parent is None else list(parent)
