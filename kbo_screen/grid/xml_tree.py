"""Small parts of a package as trees, their elements by their names alone, in whatever namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element
    from zipfile import ZipFile, ZipInfo


def tree_of(package: ZipFile, part: ZipInfo | str) -> Element:
    """The root of a part. Raises KeyError where there is none, ParseError for no XML."""
    xml = package.read(part)
    return ElementTree.fromstring(xml)  # noqa: S314 - a package with entities was refused


def local_name(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def elements_named(root: Element, *names: str) -> Iterator[Element]:
    """The elements of these names anywhere under a root, itself included."""
    for element in root.iter():
        if local_name(element.tag) in names:
            yield element


def child_named(parent: Element, name: str) -> Element | None:
    """The first element of a name right under another."""
    for child in parent:
        if local_name(child.tag) == name:
            return child
    return None
