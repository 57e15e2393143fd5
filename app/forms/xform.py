"""The converted form as XML: its instance, its binds, and the two things changed in it before a phone gets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.forms.questions import Path

XFORMS = "http://www.w3.org/2002/xforms"
X = {"x": XFORMS}
JR = "http://openrosa.org/javarosa"
CONTROLS = {"input", "select", "select1", "rank", "range", "trigger", "upload"}


@dataclass(frozen=True)
class XForm:
    """A converted form whose XML is being read and finished."""

    root: etree._Element

    def text(self) -> str:
        """The XML as it is stored and sent."""
        return etree.tostring(self.root, encoding="unicode")

    def paths(self) -> tuple[Path, ...]:
        """Every path of the instance, groups and repeats too, once each, in the order of the form."""
        return tuple(dict.fromkeys(_paths(self._instance(), ())))

    def secondary(self) -> dict[str, str | None]:
        """The lists beside the instance: their id, and the file each comes from."""
        found = self.root.iterfind(".//x:model/x:instance[@id]", X)
        return {str(one.get("id")): _file(one.get("src")) for one in found}

    def binds(self) -> Iterator[tuple[Path, etree._Element]]:
        """The rules of every question."""
        for bind in self.root.iterfind(".//x:model/x:bind", X):
            yield steps(bind.get("nodeset", "")), bind

    def _instance(self) -> etree._Element:
        return next(self.root.iterfind(".//x:model/x:instance/*", X))

    def controls(self) -> Iterator[tuple[Path, etree._Element]]:
        """Everything that is asked on the screen."""
        for element in self.root.iter():
            if isinstance(element.tag, str) and etree.QName(element).localname in CONTROLS:
                yield steps(element.get("ref", "")), element

    def itemsets(self, path: Path) -> Iterator[etree._Element]:
        """The lists a question takes its choices from."""
        for at, control in self.controls():
            if at == path:
                yield from control.iterfind("x:itemset", X)


def steps(path: str) -> Path:
    """An absolute path as names."""
    return tuple(part for part in path.strip().split("/") if part)


def parse(xform: str) -> XForm:
    """The XML the converter wrote."""
    return XForm(etree.fromstring(xform.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True)))


def strip_guidance(form: XForm) -> None:
    """Takes guidance out of the hints, which the form engine would otherwise run together."""
    for value in list(form.root.iterfind(".//x:itext//x:value[@form='guidance']", X)):
        text = _without(value)
        if len(text) == 0:
            _without(text)
            for hint in list(form.root.iterfind(f".//x:hint[@ref=\"jr:itext('{text.get('id')}')\"]", X)):
                _without(hint)


def _without(element: etree._Element) -> etree._Element:
    """What stood around an element, after the element is gone."""
    parent = next(element.iterancestors())
    parent.remove(element)
    return parent


def _paths(element: etree._Element, around: Path) -> Iterator[Path]:
    path = (*around, etree.QName(element).localname)
    yield path
    for child in element:
        yield from _paths(child, path)


def _file(source: str | None) -> str | None:
    return source.rsplit("/", 1)[-1] if source else None
