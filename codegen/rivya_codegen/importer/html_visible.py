"""What of an HTML page a reader sees: the tree without what is hidden, struck out, a footnote mark, a tip or a button.

What is not seen becomes an empty inline element, so that the text around it stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage] - the stubs have no public name

_EMPTY_ELEMENT = "wbr"
_BREAKS = str.maketrans("", "", "\u00ad\u200b\ufeff")
# fmt: off
_UNSEEN_TAGS = frozenset({
    "head", "title", "script", "style", "noscript", "noframes", "template", "svg", "iframe", "object", "textarea",
    "datalist", "canvas", "audio", "video", "progress", "meter", "map", "rt", "rp", "del", "s", "strike", "annotation",
})
_UNSEEN_ROLES = frozenset({
    "tooltip", "tab", "tablist", "navigation", "search", "banner", "contentinfo", "complementary", "dialog",
    "alertdialog", "menu",
})
_UNSEEN_CLASSES = frozenset({
    "hidden", "hide", "invisible", "is-hidden", "d-none", "sr-only", "visually-hidden", "visuallyhidden",
    "screen-reader-text", "screen-reader-only", "line-through", "tooltiptext", "tooltip-text", "tooltip-content",
    "tooltip__content", "tooltip-inner",
})
_ROLES: Mapping[str, str] = {
    "table": "table", "grid": "table", "row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th",
    "rowheader": "th",
}
# fmt: on
_FRAMES = frozenset({"nav", "aside", "footer", "form", "dialog"})
"""Elements around a page, which is not in them; where its title is in one after all, it is a part of the page."""
_SOMETIMES_SEEN = _FRAMES | {"button", "select", "summary", "details", "a"}
_SHOWN_ON_WIDE = re.compile(r"(?:sm|md|lg|xl|2xl):(?!hidden|invisible)[a-z]|d-(?:sm|md|lg|xl|xxl)-(?!none)|not-sr-only")
_HIDDEN_ON_WIDE = re.compile(r"(?:sm|md|lg|xl|2xl):hidden|d-(?:sm|md|lg|xl|xxl)-none")
_UNSEEN_STYLES: Mapping[str, re.Pattern[str]] = {
    "display": re.compile(r"none"),
    "visibility": re.compile(r"hidden|collapse"),
    "opacity": re.compile(r"0+(?:\.0*)?%?"),
    "font-size": re.compile(r"0+(?:\.0*)?(?:[a-z]+|%)?"),
    "text-decoration": re.compile(r".*\bline-through\b.*"),
    "text-decoration-line": re.compile(r".*\bline-through\b.*"),
    "clip": re.compile(r"rect\(\s*[01](?:px)?[\s,].*"),
    "clip-path": re.compile(r"inset\((?:50|100)%\)"),
    "left": re.compile(r"-\d{3,}(?:px|em|rem)?"),
    "text-indent": re.compile(r"-\d{3,}(?:px|em|rem|%)?"),
}
_CELLS = frozenset({"td", "th", "dd", "dt", "li", "p", "h1", "h2", "h3", "h4", "h5", "h6", "summary"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TYPED = frozenset({"", "text", "number", "search", "url", "tel", "email", "range"})
_MOST_PARTS = 20
"""A heading with as many elements, itself among them, is not looked through for marks."""
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_POWER = re.compile(r"(?:^|[^0-9.,])(?:2|10)$")
_BRACES = re.compile(r"[{}]")
_NAME = re.compile(r"[.#]?[A-Za-z_][\w-]*")


def unbroken(text: str) -> str:
    """Return a text without the unseen characters at which a browser may break a word."""
    return text if text.isascii() else text.translate(_BREAKS)


def show(root: Element) -> None:
    """Leave in a tree only what a reader sees of it."""
    hidden = frozenset(_hidden_selectors(element.text or "" for element in root.iter("style")))
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for element in elements:
        role = _ROLES.get(element.get("role", ""))
        if role:
            element.tag = role
    around = _Surroundings(elements)
    for element in elements:
        if _is_unseen(element, hidden, around):
            element.clear(keep_tail=True)
            element.tag = _EMPTY_ELEMENT
        elif element.tag == "sup":
            _show_superscript(element)
        elif element.tag == "input" and element.get("type", "").lower() in _TYPED and element in around.cell:
            value = element.get("value", "")
            element.text, element.tag = value if value.isprintable() else None, "span"


@dataclass(slots=True)
class _Surroundings:
    """The cell, item or heading that each element is in; which of those have a text; and what has the title in it."""

    elements: Iterable[Element]
    cell: dict[Element, Element] = field(default_factory=dict["Element", "Element"])
    spoken: set[Element] = field(default_factory=set["Element"])
    titled: set[Element] = field(default_factory=set["Element"])

    def __post_init__(self) -> None:
        extra: set[Element] = set()
        for element in self.elements:
            if element.tag == "h1":
                self.titled.update(takewhile(lambda above: above not in self.titled, element.iterancestors()))
            parent = element.getparent()
            if element.tag in ("button", "details", "select") or parent in extra:
                extra.add(element)
            above = self.cell.get(parent) if parent is not None else None
            cell = element if element.tag in _CELLS else above
            if cell is not None:
                self.cell[element] = cell
            if element not in extra and (element.text or "").strip():
                self._speak(cell)
            if parent not in extra and (element.tail or "").strip():
                self._speak(above)

    def _speak(self, cell: Element | None) -> None:
        while cell is not None and cell not in self.spoken:
            self.spoken.add(cell)
            parent = cell.getparent()
            cell = self.cell.get(parent) if parent is not None else None

    def is_alone(self, element: Element) -> bool:
        """Tell whether an element is all that its cell, item or heading says."""
        cell = self.cell.get(element)
        return cell is not None and cell not in self.spoken


def _is_unseen(element: Element, hidden: frozenset[str], around: _Surroundings) -> bool:
    tag = str(element.tag)
    if tag in _UNSEEN_TAGS or element.get("role") in _UNSEEN_ROLES or _is_hidden(element, hidden):
        return True
    if tag not in _SOMETIMES_SEEN:
        return False
    where = around.cell.get(element)
    seen = {
        **dict.fromkeys(_FRAMES, element in around.titled),
        **dict.fromkeys(("button", "select"), where is not None and where.tag != "p" and around.is_alone(element)),
        "summary": element.getparent() not in around.cell,
        # One around whole sections is a part of the page, one beside a value is a note.
        "details": "open" in element.attrib or where is None or around.is_alone(element),
    }
    return _is_anchor(element) if tag == "a" else not seen[tag]


def _is_hidden(element: Element, hidden: frozenset[str]) -> bool:
    if not element.attrib:
        return element.tag in hidden
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    classes = element.get("class", "").split()
    names = {str(element.tag), f"#{element.get('id', '')}", *(f".{name}" for name in classes)}
    if not hidden.isdisjoint(names) or _hides(element.get("style", "")):
        return True
    if any(_HIDDEN_ON_WIDE.match(name) for name in classes):
        return True
    return not _UNSEEN_CLASSES.isdisjoint(classes) and not any(_SHOWN_ON_WIDE.match(name) for name in classes)


def _hides(style: str) -> bool:
    """Tell whether declarations hide or strike out what they are about."""
    for declaration in style.lower().split(";"):
        name, _, value = declaration.partition(":")
        pattern = _UNSEEN_STYLES.get(name.strip())
        if pattern and pattern.fullmatch(value.replace("!important", "").strip()):
            return True
    return False


def _hidden_selectors(sheets: Iterable[str]) -> Iterator[str]:
    """Yield the class, id and element names that a style sheet hides by a rule for nothing but that name."""
    for sheet in sheets:
        depth = start = opened = 0
        for brace in _BRACES.finditer(sheet):
            if brace.group() == "{":
                depth, opened = depth + 1, brace.end() if depth == 0 else opened
                continue
            if depth == 1 and _hides(sheet[opened : brace.start()]):
                selectors = (name.strip() for name in sheet[start : opened - 1].rpartition("*/")[2].split(","))
                yield from (name for name in selectors if _NAME.fullmatch(name))
            depth = max(depth - 1, 0)
            start = brace.end() if depth == 0 else start


def _is_anchor(link: Element) -> bool:
    """Tell whether a link in a heading is the mark that a reader copies the address of the heading from."""
    parent = link.getparent()
    if parent is None or parent.tag not in _HEADINGS or len([*islice(parent.iter(), _MOST_PARTS)]) == _MOST_PARTS:
        return False
    classes = link.get("class", "")
    marked = any(word in classes for word in ("anchor", "headerlink", "hash-link", "permalink"))
    text = "".join(link.itertext())
    alone = text.strip() == "".join(parent.itertext()).strip()
    return not alone and (marked or not any(char.isalnum() for char in text))


def _show_superscript(mark: Element) -> None:
    """Leave out a footnote mark; a power, which is a part of its number, is written as one."""
    text = "".join(mark.itertext()).strip()
    previous, parent = mark.getprevious(), mark.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    power = text if text.isdecimal() and _POWER.search((before or "").rstrip()[-3:]) else ""
    linked = mark.find(".//a") is not None or (parent is not None and parent.tag == "a")
    if text.lower() in _ORDINAL:
        return
    mark.clear(keep_tail=True)
    if power and power != "1" and not linked:
        mark.text = f"^{power}"
    else:
        mark.tag = _EMPTY_ELEMENT
