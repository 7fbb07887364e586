"""What is said of options, as lines that follow what is said of their parameter."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from ..spec.model import AnyParameter, ModelSpec
from ..spec.nested import entry_of, with_fields
from ..spec.notes import OptionText
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


def with_option_lines(spec: ModelSpec, about: Mapping[str, str]) -> Mapping[str, str]:
    """Return what parameters and fields mean in English, by their paths, with the lines of their options.

    A schema says them there, as `enum` has no place for it, and `oneOf` would tell worse what is wrong.
    """
    texts = spec.text["en"].options if "en" in spec.text else {}
    lines = {
        path: option_lines(row, texts.get(path, {}), partial(_as_json, entry_of(row)))
        for path, row in with_fields(spec.params)
    }
    return {path: "\n".join([text, *lines.get(path, ())]) for path, text in about.items()}


def _as_json(parameter: AnyParameter, name: str) -> str:
    return json.dumps(options_of(parameter).get(name, name), ensure_ascii=False)  # a misfit stays text
