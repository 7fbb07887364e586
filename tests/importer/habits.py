"""Habits of writing: the ways in which people write the numbers and lists of a page, and edits that make it contradict itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rivya_codegen.words.labels import Labels

Habit = Callable[[str], str]

_CHINESE = "〇一二三四五六七八九"


def _grouped(mark: str) -> Habit:
    def write(number: str) -> str:
        whole, dot, rest = number.partition(".")
        return f"{int(whole):,}".replace(",", mark) + dot + rest

    return write


def _digits(zero: str) -> Habit:
    return lambda number: "".join(chr(ord(zero) + int(char)) if char.isdigit() else char for char in number)


def _times(size: int, word: str) -> Habit:
    def write(number: str) -> str:
        value = float(number) / size
        return f"{value:g}{word}" if float(f"{value:g}") == value else number

    return write


def _lakhs(number: str) -> str:
    head, tail = number[:-3], number[-3:]
    groups = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(groups), tail]) if number.isdigit() else number


NUMBERS: dict[str, Habit] = {
    "comma": _grouped(","), "dot": _grouped("."), "space": _grouped(" "), "no-break space": _grouped("\u00a0"),
    "narrow space": _grouped("\u202f"), "thin space": _grouped("\u2009"), "apostrophe": _grouped("'"),
    "curly apostrophe": _grouped("’"), "underline": _grouped("_"), "full-width comma": _grouped("，"),
    "arabic comma": _grouped("٬"), "lakhs": _lakhs, "myriads": lambda n: f"{n[:-4]},{n[-4:]}" if len(n) > 4 and n.isdigit() else n,
    "decimal comma": lambda n: n.replace(".", ","), "no zero": lambda n: n[1:] if n.startswith("0.") else n,
    "two decimals": lambda n: n if "." in n else f"{n}.00", "two decimals, comma": lambda n: n if "." in n else f"{n},00",
    "three decimals": lambda n: n if "." in n else f"{n}.000",
    "exponent": lambda n: f"{float(n) / 1000:g}e3", "power": lambda n: f"{float(n) / 1000:g}×10³",
    "full-width": _digits("０"), "thai": _digits("๐"), "arabic": _digits("٠"), "urdu": _digits("۰"),
    "devanagari": _digits("०"), "bengali": _digits("০"), "full-width, comma": lambda n: _digits("０")(_grouped("，")(n)),
    "chinese digits": lambda n: "".join(_CHINESE[int(c)] if c.isdigit() else "點" for c in n),
    "k": _times(1000, "k"), "K": _times(1000, "K"), "k apart": _times(1000, " k"), "thousand": _times(1000, " thousand"),
    "Tsd.": _times(1000, " Tsd."), "千": _times(1000, "千"), "万": _times(10000, "万"), "萬": _times(10000, "萬"),
    "M": _times(10**6, "M"), "Mio.": _times(10**6, " Mio."), "億": _times(10**8, "億"), "一万": lambda n: "一万" if n == "10000" else n,
    "half": lambda n: n.replace("0.5", "½"), "halves": lambda n: n.replace(".5", "½"), "percent": lambda n: f"{float(n) * 100:g}%",
    "roman": lambda n: {"1": "Ⅰ", "2": "Ⅱ", "5": "Ⅴ", "10": "Ⅹ", "12": "Ⅻ"}.get(n, n),
    "circled": lambda n: chr(0x2460 + int(n) - 1) if n.isdigit() and 0 < int(n) < 21 else n,
    "superscript": lambda n: n.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")), "footnote": lambda n: f"{n}¹",
    "footnote, star": lambda n: f"{n}*", "footnote, bracket": lambda n: f"{n}[1]", "footnote, space": lambda n: f"{n} ¹",
    "about": lambda n: f"~{n}", "circa": lambda n: f"ca. {n}", "approximately": lambda n: f"approx. {n}", "≈": lambda n: f"≈{n}",
    "plus": lambda n: f"{n}+", "from": lambda n: f"from {n}", "ab": lambda n: f"ab {n}", "more than": lambda n: f"> {n}",
    "less": lambda n: f"< {n}", "at most": lambda n: f"≤ {n}", "at least": lambda n: f"≥ {n}", "up to": lambda n: f"up to {n}",
    "Up To": lambda n: f"Up to {n}", "bis zu": lambda n: f"bis zu {n}", "最大": lambda n: f"最大{n}", "最多": lambda n: f"最多 {n}",
    "まで": lambda n: f"{n}まで", "以内": lambda n: f"{n}以内", "max": lambda n: f"max. {n}", "max behind": lambda n: f"{n} max",
    "span": lambda n: f"{n}–{n}0", "span, hyphen": lambda n: f"{n}-{n}0", "span, to": lambda n: f"{n} to {n}0", "span, dots": lambda n: f"0..{n}",
    "or": lambda n: f"{n} or {n}0", "slash": lambda n: f"{n}/{n}0", "promotion": lambda n: f"{n} (promo 5)", "note": lambda n: f"{n} (Pro: {n}0)",
    "crossed": lambda n: f"~~{n}0~~ {n}", "now": lambda n: f"{n}0 → {n}", "per": lambda n: f"{n} / image", "per second": lambda n: f"{n}/s",
    "credits": lambda n: f"{n} credits", "點": lambda n: f"{n} 點", "$": lambda n: f"${n}", "unit": lambda n: f"{n} px", "quotes": lambda n: f'"{n}"',
    "bold": lambda n: f"**{n}**", "code": lambda n: f"`{n}`", "equals": lambda n: f"= {n}", "minus": lambda n: n.replace("-", "−"),
    "plus sign": lambda n: f"+{n}", "zeros": lambda n: f"0{n}", "letter O": lambda n: n.replace("0", "O"),
    "hex": lambda n: hex(int(n)) if n.isdigit() else n, "words": lambda n: {"1": "one", "2": "two", "8": "eight", "10": "ten", "5000": "five thousand"}.get(n, n),
    "none": lambda _n: "none", "n/a": lambda _n: "n/a", "dot behind": lambda n: f"{n}.", "comma behind": lambda n: f"{n},",
}  # fmt: skip
"""How people write a number. What changes the meaning (`percent`, `zeros`, a second number) can only be refused."""


@dataclass(frozen=True, slots=True)
class Place:
    """A number of a page: what stands before it, its characters, what stands behind it."""

    name: str
    before: str
    number: str
    behind: str

    def write(self, habit: Habit) -> str:
        """Return the page with the number written in another way."""
        return self.before + habit(self.number) + self.behind


def number_places(text: str, locale: str) -> Iterator[Place]:
    """Yield the places of the numbers that are facts."""
    labels = Labels(locale)
    value = r"(-?\d+(?:\.\d+)?)"
    patterns = {
        "credits": rf"^{re.escape(labels.label('fact.base_credits'))}\n{value}$",
        "limit": rf"^{re.escape(labels.label('fact.prompt_limit'))}\n{value} ",
        "files": rf"^{re.escape(labels.label('section.max_files'))}\n{value}$",
        "size": rf"^\| (?:image|video|audio) \| {value} MB",
        "min": rf"\| min {value}",
        "max": rf" max {value}",
        "step": rf" step {value}",
        "default": rf"^\| \w+ \| number \| [^|]+ \| {value} \|",
    }
    for name, pattern in patterns.items():
        for match in re.finditer(pattern, text, re.MULTILINE):
            start, end = match.span(1)
            yield Place(name, text[:start], match[1], text[end:])


LISTS: dict[str, Callable[[list[str]], str]] = {
    "、": "、".join, "slash": " / ".join, "tight slash": "/".join, "semicolon": "; ".join,
    "pipe": r" \| ".join, "bullet": " • ".join, "bullets": lambda o: " ".join(f"• {x}" for x in o), "dot": " · ".join,
    "spaces": " ".join, "two spaces": "  ".join, "no space": ",".join, "full-width comma": "，".join,
    "or": lambda o: ", ".join(o[:-1]) + f" or {o[-1]}", ", or": lambda o: ", ".join(o[:-1]) + f", or {o[-1]}", "and": lambda o: ", ".join(o[:-1]) + f" and {o[-1]}",
    "or alone": " or ".join, "oder": lambda o: ", ".join(o[:-1]) + f" oder {o[-1]}", "或": lambda o: "、".join(o[:-1]) + f"或{o[-1]}",
    "quotes": lambda o: ", ".join(f'"{x}"' for x in o), "single quotes": lambda o: ", ".join(f"'{x}'" for x in o), "curly": lambda o: ", ".join(f"“{x}”" for x in o),
    "「」": lambda o: "、".join(f"「{x}」" for x in o), "code": lambda o: ", ".join(f"`{x}`" for x in o), "code, spaces": lambda o: " ".join(f"`{x}`" for x in o),
    "one code": lambda o: f"`{', '.join(o)}`", "brackets": lambda o: f"[{', '.join(o)}]", "JSON": lambda o: "[" + ", ".join(f'"{x}"' for x in o) + "]", "braces": lambda o: "{" + ", ".join(o) + "}",
    "parentheses": lambda o: "(" + ", ".join(o) + ")", "numbered": lambda o: " ".join(f"{n}. {x}" for n, x in enumerate(o, 1)), "numbered, comma": lambda o: ", ".join(f"{n}) {x}" for n, x in enumerate(o, 1)),
    "hyphens": " - ".join, "dashes": " – ".join, "glued": "".join, "br": "<br>".join, "mixed": lambda o: "; ".join(o[:2]) + "".join(f", {x}" for x in o[2:]),
    "…": lambda o: ", ".join([*o[:-1], "…"]), "...": lambda o: ", ".join([*o[:-1], "..."]), "etc.": lambda o: ", ".join([*o[:-1], "etc."]), "etc": lambda o: ", ".join([*o[:-1], "etc"]),
    "and more": lambda o: ", ".join(o[:-1]) + " and more", "more": lambda o: ", ".join([*o[:-1], "more"]), "等": lambda o: ", ".join(o[:-1]) + "等", ", 等": lambda o: ", ".join([*o[:-1], "等"]), "and others": lambda o: ", ".join([*o[:-1], "and others"]),
    "note": lambda o: ", ".join([*o[:-1], f"{o[-1]} (Pro only)"]), "note, full-width": lambda o: ", ".join([*o[:-1], f"{o[-1]}（僅限 Pro）"]), "note, star": lambda o: ", ".join([*o[:-1], f"{o[-1]}*"]),
    "note, dash": lambda o: ", ".join([*o[:-1], f"{o[-1]} – landscape"]), "note, colon": lambda o: ", ".join([*o[:-1], f"{o[-1]}: wide"]), "note, equals": lambda o: ", ".join([*o[:-1], f"{o[-1]} = wide"]),
    "note, footnote": lambda o: ", ".join([*o[:-1], f"{o[-1]}¹"]), "note, dagger": lambda o: ", ".join([*o[:-1], f"{o[-1]}†"]), "note, square": lambda o: ", ".join([*o[:-1], f"{o[-1]} [beta]"]), "note, word": lambda o: ", ".join([*o[:-1], f"{o[-1]} beta"]),
    "note, item": lambda o: ", ".join([*o, "beta"]), "note, default item": lambda o: ", ".join([*o, "default"]), "sentence": lambda o: "One of " + ", ".join(o), "sentence, colon": lambda o: "one of: " + ", ".join(o), "stop": lambda o: ", ".join(o) + ".",
    "comma behind": lambda o: ", ".join(o) + ",", "bold": lambda o: ", ".join([f"**{o[0]}**", *o[1:]]), "all bold": lambda o: ", ".join(f"**{x}**" for x in o), "upper": lambda o: ", ".join(o).upper(), "twice": lambda o: ", ".join([*o, o[0]]),
    "span": lambda o: f"{o[0]}–{o[-1]}", "span, hyphen": lambda o: f"{o[0]}-{o[-1]}", "dots": lambda o: f"{o[0]}, …, {o[-1]}", "double dots": lambda o: f"{o[0]}..{o[-1]}", "full-width": lambda o: _digits("０")(", ".join(o)), "one word": lambda o: "see below",
    "all": lambda o: "any", "string": lambda o: "string", "nothing": lambda o: "", "dash": lambda o: "-", "plus": "+".join, "ampersand": " & ".join, "tilde": "~".join, "tab of spaces": "     ".join, "en comma": " , ".join,
}  # fmt: skip
"""How people write a list of options."""


def option_places(text: str) -> Iterator[tuple[str, str, list[str], str]]:
    """Yield what stands before a list of options, its parameter, the options, and what stands behind them."""
    for match in re.finditer(r"^\| (\w+) \| select \| [^|]+ \| [^|]+ \| - \| ([^|]+) \|", text, re.MULTILINE):
        start, end = match.span(2)
        yield text[:start], match[1], match[2].split(", "), text[end:]
