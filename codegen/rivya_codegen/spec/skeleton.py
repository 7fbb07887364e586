"""The spec of a model that nobody has described yet: what is known of it, a placeholder for the rest, and comments
that say what belongs there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from ..text.json_data import Data, is_object
from ..yaml_text.writer import FIRST_LINE, emit
from .credits import Credits
from .model import Chat, ModelSpec
from .placeholder import PLACEHOLDER
from .platform import PlatformSpec
from .prune import prune

_HEAD = """\
#
# A new model, to be reviewed: put what its page says in the place of each {word}, take out what the model does not have,
# then run: rivya-codegen validate
# What the page leaves open is not guessed: leave it out, or name its dotted path in `undocumented`.
"""


def _words(annotation: Any) -> Iterator[str]:
    """Yield the words that an annotation of the format allows."""
    for argument in get_args(annotation):
        if isinstance(argument, str):
            yield argument
        else:
            yield from _words(argument)


def _allowed(model: type[ModelSpec | Credits], field: str) -> str:
    return ", ".join(_words(model.model_fields[field].annotation))


_COMMENTS = {
    "availability": f"One of: {_allowed(ModelSpec, 'availability')}.",
    "input_status": f"One of: {_allowed(ModelSpec, 'input_status')}; null where the page does not say.",
    "inputs": f"One or more of: {_allowed(ModelSpec, 'inputs')}.",
    "modes": "As in the catalogue; the pages do not print them.",
    "files_api": f"One of: {_allowed(ModelSpec, 'files_api')}.",
    "credits": f"What a call costs at default parameters. Billing is one of: {_allowed(Credits, 'billing')}.",
    "prompt": "Take it out if the model takes none, and `max_length` (characters) where no limit is documented.",
    "params": """\
By the key in the JSON of a request; take `params` out if the model has none. Each gets a sentence under `text`.
  aspect_ratio:
    type: select  # or number (min, max, step), text (max_length, pattern), boolean, object (fields), array (items), file
    required: true  # left out where it is optional, null where the page does not say
    default: "1:1"
    options: ["1:1", "16:9"]""",
    "references": """\
Take it out if the model takes no files; {} if it does and the rule is not documented.
  max_files: 6
  files:
    image: {max_size: 10 MB, mime_types: ["image/png"]}
    video: {max_size: 95 MB, mime_types: ["video/mp4"]}
  combinations:  # only where a mix of kinds has a rule of its own
    - {video: 1, image: 5}
  roles: ["first_frame", "last_frame"]  # what the files mean, in order
  duration_token: ["video"]  # the kinds whose items carry the token of their upload""",
    "chat": "true or false, null where the page does not say; `reasoning_effort: [...]` where it lists the options.",
    "errors": "The codes that the page lists as common.",
    "source": "Where the facts come from, and the day of the last comparison.",
    "text": """\
In each language `summary`, one sentence per parameter under `params`, and `reference_rule` where there are files.
Rules between parameters stand under a key of their own, `conditions`, and pages say them in words:
  - when: {references: given}
    no_effect: [enable_pro]""",
}
_CHAT_ONLY, _JOBS_ONLY = frozenset({"chat"}), frozenset({"params", "references"})


def blank_spec(model_id: str, platform: PlatformSpec, reviewed: date) -> Data:
    """Return the data of a spec of which only the id is known."""
    return {
        **{name: PLACEHOLDER for name, field in ModelSpec.model_fields.items() if field.is_required()},
        "id": model_id,
        "inputs": [PLACEHOLDER],
        "credits": {"base": PLACEHOLDER, "billing": PLACEHOLDER},
        "prompt": {"required": PLACEHOLDER, "max_length": PLACEHOLDER},
        "params": PLACEHOLDER,
        "references": PLACEHOLDER,
        "chat": {name: PLACEHOLDER for name in Chat.model_fields if name != "reasoning_effort"},
        "errors": PLACEHOLDER,
        "source": {"url": platform.model_page_url.format(id=model_id), "reviewed": reviewed},
        "text": {locale: {"summary": PLACEHOLDER} for locale in platform.locales},
    }


def skeleton(model_id: str, known: Data, platform: PlatformSpec, reviewed: date) -> str:
    """Return the text of a spec with what is known filled in, and a comment above whatever is not plain."""
    data = _filled(blank_spec(model_id, platform, reviewed), known)
    row = platform.categories.get(data["category"])
    left_out = _JOBS_ONLY if row is not None and row.is_chat else _CHAT_ONLY
    kept = prune({name: data[name] for name in ModelSpec.model_fields if name in data and name not in left_out})
    comments = {**_COMMENTS, "category": f"One of: {', '.join(platform.categories)}."}
    blocks = (f"{_comment(comments.get(name), name, value)}{emit({name: value})}" for name, value in kept.items())
    return FIRST_LINE + _HEAD.format(word=PLACEHOLDER) + "".join(blocks)


def _filled(blank: Data, known: Data) -> Data:
    return blank | {
        name: _filled(blank[name], value) if is_object(blank.get(name)) and is_object(value) else value
        for name, value in known.items()
    }


def _comment(text: str | None, name: str, value: Any) -> str:
    """Return the comment above an entry; what it shows by example is left out where the catalogue says it."""
    lines = text.split("\n") if text is not None else []
    printed = lines if name == "text" or value == PLACEHOLDER else lines[:1]
    return "".join(f"# {line}\n" for line in printed)
