"""What frames a page and is none of it: breadcrumb, navigation, contents, buttons above; questions and links below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

from ..words.labels import Labels, fold, label, squeeze
from ..words.locales import LOCALES
from ..words.page_words import page_words
from .tokens import Block, Cell, Heading, Table, Token, cell_of, text_of
from .unlabelled import INPUTS, find_id, is_list_of

_CHROME = frozenset(map(fold, page_words("buttons")))
_ENDS = tuple(".。．!！।۔॥…")
_RIGHTS = ("©", "copyright", "(c)")
_FEWEST_HEADINGS = 3
_MOST_TITLES = 200
_FACTS = frozenset({"id", "inputs", "files_api", "base_credits", "capability", "billing", "prompt_limit"})
_SECTIONS = frozenset({"fields", "parameters", "minimal_request", "response", "errors"})
_LONG_ENOUGH = 20
_THAI = range(0x0E00, 0x0E80)


def is_chrome(text: str) -> bool:
    """Tell whether a line is a button or the name of a language beside the page's own text."""
    return len(text) <= 40 and fold(text) in _CHROME


def is_title(text: str) -> bool:
    """Tell whether a line is the title of a vendor's page in a known language, rather than the kind of page."""
    folded = fold(text)
    if Labels(LOCALES[0]).find("page", text):
        return False
    return any(folded.endswith(fold(label("page.title_suffix", locale))) for locale in LOCALES)


def without_frame(tokens: Sequence[Token], labels: Labels) -> list[Token]:
    """Return a page without what stands above its title, its contents, and buttons; what is below is `split_tail`'s."""
    kept = _without_contents(tokens, labels)
    texts = [text_of(token) or "" for token in kept]
    is_label = (labels.find("fact", text) or labels.find("section", text) for text in texts)
    first = next((at for at, known in enumerate(is_label) if known), len(kept))
    titles = [at for at in range(first) if is_title(texts[at])]
    model_id = find_id(tokens) or ""
    best = max(titles[-_MOST_TITLES:], key=lambda at: (_likeness(texts[at], model_id), at), default=0)
    return list(_without_chrome(kept[best:], labels))


def _likeness(title: str, model_id: str) -> float:
    """Return how like the id of a model the name in a title is: navigation has the titles of others."""
    suffixes = sorted((text.strip() for text, _ in Labels(LOCALES[0]).texts("page")), key=len)
    name = next((title[: -len(suffix)] for suffix in reversed(suffixes) if fold(title).endswith(suffix)), title)
    bare, wanted = squeeze(name.replace("-", "").replace(".", "")), model_id.replace("-", "").replace(".", "")
    return SequenceMatcher(None, bare[:100], wanted[:100], autojunk=False).ratio()


def split_tail(lines: Sequence[Cell], other_lines: Iterable[str]) -> tuple[list[Cell], list[Cell]]:
    """Return the notices in the lines below the error codes, and what is left out: no notice, and all behind it.

    A notice is a sentence; one of the `other_lines`, such as that on polling, is none.
    """
    known = {fold(text) for text in other_lines}
    fresh = [line for line in lines if fold(line.text) not in known]
    end = next((at for at, line in enumerate(fresh) if not _is_sentence(line.text)), len(fresh))
    return fresh[:end], fresh[end:]


def _is_sentence(text: str) -> bool:
    if fold(text).startswith(_RIGHTS) or is_chrome(text):
        return False
    bare = text.rstrip("\"'”’」』)） ")
    return bare.endswith(_ENDS) or (len(bare) >= _LONG_ENOUGH and any(ord(char) in _THAI for char in bare))


def _without_contents(tokens: Sequence[Token], labels: Labels) -> list[Token]:
    """Return the tokens without lists of the page's own headings, which have nothing between them."""
    names = [labels.find("section", text) if (text := text_of(token)) else None for token in tokens]
    listed: set[int] = set()
    start = 0
    for at in range(len(tokens) + 1):
        if at < len(tokens) and names[at]:
            continue
        if at - start >= _FEWEST_HEADINGS and len(set(names[start : at - 1])) == at - start - 1:
            listed.update(range(start, at))
        start = at + 1
    elsewhere = {name for at, name in enumerate(names) if at not in listed}
    kept = {at for at in listed if names[at] not in elsewhere}
    if any(at + 1 in listed for at in kept):  # headings that have lost what stood below them
        return list(tokens)
    return [token for at, token in enumerate(tokens) if at not in listed or at in kept]


def _without_chrome(tokens: Sequence[Token], labels: Labels) -> Iterator[Token]:
    numbers = _gutters(tokens)
    for at, token in enumerate(tokens):
        is_value = at > 0 and labels.find("fact", text_of(tokens[at - 1]) or "")
        if at not in numbers and (is_value or not is_chrome(text_of(token) or "")):
            yield token


def _gutters(tokens: Sequence[Token]) -> set[int]:
    """Return which lines are the numbers of the lines of the block that follows."""
    found: set[int] = set()
    start = 0
    for at, token in enumerate(tokens):
        text = text_of(token)
        if text == "1":
            start = at
        elif isinstance(token, Block) and at - start > 1 and text_of(tokens[start]) == "1":
            found.update(range(start, at))
            start = at
        elif text != str(at - start + 1):
            start = at
    return found


def lacks_labels(tokens: Sequence[Token], labels: Labels) -> bool:
    """Tell whether a page has labels of a known language but for two or more that every page has."""
    texts = [text for token in tokens if (text := text_of(token))]
    lines = _FACTS.intersection(labels.find("fact", text) for text in texts)
    sections = _SECTIONS.intersection(labels.find("section", text) for text in texts)
    model_id = find_id(tokens)
    bare = any(
        isinstance(value, (Cell, Heading)) and is_list_of(cell_of(value), INPUTS)
        for token, value in pairwise(tokens)
        if model_id and text_of(token) == model_id
    )
    return len(_SECTIONS) - len(sections) > 1 or (not bare and len(lines) < len(_FACTS) - 1)


def find_glued(tokens: Sequence[Token]) -> Cell | None:
    """Return the line in which the cells of a table are glued to each other."""
    tables = any(isinstance(token, Table) for token in tokens)
    for token in tokens:
        if isinstance(token, Cell):
            titles = not tables and "|" not in token.text and squeeze(token.text).startswith(_glued_titles())
            if titles or "modelstring" in token.text.casefold():
                return token
    return None


@cache
def _glued_titles() -> tuple[str, ...]:
    """Return the titles of the first columns of a table of parameters, glued, in each known language."""
    names = ("key", "type", "required")
    return tuple("".join(squeeze(label(f"column.{name}", locale)) for name in names) for locale in LOCALES)
