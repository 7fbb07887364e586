"""The shape of an HTML page beneath its lines: which elements hold one line, which tables are layout, what is a list.

A list in a cell is written as list items, lines, boxes next to each other (chips), or words with commas in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .html_visible import show, unbroken

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage] - the stubs have no public name

# fmt: off
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "input", "ins", "kbd", "label", "mark", "output", "q", "ruby", "s", "samp", "select", "small", "span",
    "strong", "sub", "sup", "time", "u", "var", "wbr",
})
# fmt: on
_TITLES = frozenset({"h1", "h2", "h3"})
_PARTS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "dl"})
_WHOLE = frozenset({"li", "dd", "td", "th", "option"})
"""Elements that are an item of a list each, commas or not."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """What the elements of a page are by what is in them."""

    leaves: frozenset[Element]
    """Those with nothing but a line in them."""
    single: frozenset[Element]
    """Those that hold one value, however many lines it has: definitions, and lists of single words."""
    layouts: frozenset[Element]
    """Tables that are the frame of a page, or of a part of it."""
    headed: bool
    """Whether the page has a heading or a table, rather than being one preformatted text."""

    @classmethod
    def of(cls, content: Element) -> Shapes:
        """Return the shapes in a part of a page."""
        blocks: set[Element] = set()
        parted: set[Element] = set()
        layouts: set[Element] = set()
        framed: set[Element] = set()
        complex_: set[Element] = set()
        headed = False
        for element in content.iter():
            tag = str(element.tag)
            if tag not in INLINE and tag != "br":
                blocks.add(element)
                _climb(element.getparent(), parted)
            if tag in _PARTS:
                _climb(element.getparent(), complex_)
            headed = headed or tag in _TITLES or tag == "table"
            if tag in {"th", "pre", *_TITLES}:
                own = next(element.iterancestors("table"), None) if tag == "th" else element
                above = _climb(own.getparent() if own is not None else None, framed)
                layouts.update(table for table in above if table.tag == "table")
        leaves = frozenset(blocks - parted)
        single = {element for element in blocks - complex_ if element.tag == "dd" or _is_word_list(element, leaves)}
        return cls(leaves, frozenset(single), frozenset(layouts), headed)


def _climb(element: Element | None, seen: set[Element]) -> list[Element]:
    """Return an element and what it stands in, as far as that was not seen before."""
    climbed: list[Element] = []
    while element is not None and element not in seen and element.tag not in ("caption", "th"):
        seen.add(element)
        climbed.append(element)
        element = element.getparent()
    return climbed


def read_fragment(text: str) -> tuple[str, tuple[str, ...] | None]:
    """Return what a reader sees of a text with HTML in it, and the items where that is a list."""
    from lxml import etree

    root = etree.fromstring(f"<html><body><div>{text}</div></body></html>", etree.HTMLParser(remove_comments=True))
    show(root)
    return seen_text(root), read_items(root)


def _is_word_list(element: Element, leaves: frozenset[Element]) -> bool:
    if element.tag not in ("ul", "ol") or len(element) < 2:
        return False
    if any(item.tag != "li" or item not in leaves for item in element):
        return False
    return all(len("".join(item.itertext()).split()) == 1 for item in element)


def seen_text(element: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join(" ".join(text for _, text in _pieces(element)).split())


def read_items(element: Element) -> tuple[str, ...] | None:
    """Return the items of a list that is all that an element holds; none where it is no list that its shape shows."""
    pieces = [(tag, " ".join(text.split())) for tag, text in _pieces(element)]
    spoken = [(tag, text) for tag, text in pieces if text.strip(" ,")]
    if len(spoken) > 1:
        if any(tag in _WHOLE for tag, _ in spoken):
            return tuple(text for _, text in spoken)
        return tuple(part for _, text in spoken for part in map(str.strip, text.split(",")) if part)
    return _chips(element)


def _pieces(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the texts of an element between the ends of its lines and items, each with the element that ends it."""
    from lxml import etree

    texts: list[str] = [element.text or ""]
    for event, part in etree.iterwalk(element, events=("start", "end")):
        tag = str(part.tag)
        if part is element:
            continue
        if tag not in INLINE:
            yield tag if event == "end" else "", unbroken("".join(texts))
            texts = []
        texts.append((part.text if event == "start" else part.tail) or "")
    yield "", unbroken("".join(texts))


def read_items_after_label(element: Element) -> tuple[str, ...] | None:
    """Return the texts of boxes next to each other, which are all that follows the label an element begins with."""
    return _texts([box for box in element[1:] if box.tag != "wbr"])


def _chips(element: Element) -> tuple[str, ...] | None:
    """Return the texts of boxes next to each other, which are all that an element holds."""
    while len(element) == 1 and not _speaks(element.text) and not _speaks(element[0].tail):
        element = element[0]
    boxes = [box for box in element if box.tag != "wbr"]
    return None if _speaks(element.text) else _texts(boxes)


def _texts(boxes: Sequence[Element]) -> tuple[str, ...] | None:
    if len(boxes) < 2 or len({(box.tag, box.get("class")) for box in boxes}) > 1:
        return None
    if any(_speaks((box.tail or "").replace(",", "")) for box in boxes):
        return None
    texts = [" ".join(unbroken("".join(box.itertext())).split()) for box in boxes]
    return tuple(texts) if all(texts) else None


def _speaks(text: str | None) -> bool:
    return bool(text and text.strip())
