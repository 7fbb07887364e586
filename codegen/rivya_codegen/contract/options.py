"""What is said of options, as lines that follow what is said of their parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..spec.model import AnyParameter, OptionText
from ..spec.nested import entry_of
from ..spec.options import deprecated_options_of, options_of


def option_lines(
    parameter: AnyParameter, texts: Mapping[str, OptionText], shown: Callable[[str], str]
) -> Iterator[str]:
    """Yield a line for each option of which something is said: `"1080p" (Full HD): Sharper.`

    Args:
        parameter: One with options, or a list of them; of any other, nothing is said.
        texts: What options are called and mean, by the texts that name them.
        shown: How the reader writes an option that a text names.
    """
    deprecated = deprecated_options_of(parameter)
    for name in options_of(entry_of(parameter)):
        text, against = texts.get(name, OptionText()), deprecated.get(name)
        about = [text.text if text.text.endswith((".", "。")) else f"{text.text}."] if text.text else []
        if against is not None:
            about.append(f"Deprecated; use {shown(against.instead)}." if against.instead is not None else "Deprecated.")
        label = f" ({text.label})" if text.label else ""
        if about or label:
            yield f"{shown(name)}{label}{': ' if about else ''}{' '.join(about)}"
