"""Keywords of a call that are no options, and where each of them belongs. At run time nothing else would catch them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from .._core.problems import Phrase, closest, hint, listed
from .._spec.findings import Findings
from .._spec.tables import ModelTable
from ..options import RequestOptions

REFERENCES_KEY = "referenceMediaItems"
REFERENCES_PATH = f"params.{REFERENCES_KEY}"
REQUEST_FIELDS = ("model", "prompt", "message", "params")
FIXED = {"model": "model-is-fixed", "params": "params-as-keywords"}
"""Fields of a request that the method of a model does not take, and what is said of them."""
FILES = ("references", "attachments", REFERENCES_KEY)
"""What callers may call the files of a call."""
OTHER_NAMES = (
    ("prompt", "message"),
    ("message", "prompt"),
    ("references", "attachments"),
    ("attachments", "references"),
)
"""What callers write, and what it is called where that is no argument."""


@cache
def argument_names(table: ModelTable) -> Mapping[str, str]:
    """Return what the method of a model calls each part of a request, by its path on the wire."""
    prefix = f"{table.params_key}." if table.params_key is not None else ""
    names = {f"{prefix}{info.alias or name}": name for name, info in table.params.model_fields.items()}
    return {**names, REFERENCES_PATH: "references"} if table.references is not None and prefix else names


def note_keywords(
    findings: Findings, table: ModelTable | None, unknown: Sequence[str], model: str, more: Iterable[str] = ()
) -> None:
    """Note the unknown keywords of a model's own method, or of one that takes any model, and `more`."""
    if not unknown:
        return
    names: Mapping[str, str] = argument_names(table) if table is not None else {}
    prompt = [table.prompt.key] if table is not None and table.prompt is not None else []
    known = [*dict.fromkeys([*prompt, *names.values(), *more, *RequestOptions.__annotations__])]
    moved = {path.rpartition(".")[2]: name for path, name in names.items()}
    for theirs, ours in OTHER_NAMES:
        moved |= {theirs: ours} if ours in known and theirs not in moved else {}
    for name in unknown:
        if name in FIXED and name not in moved:
            findings.add(FIXED[name], name, model=model)
        elif name in names.values() and table is not None:
            findings.add("parameter-of-method", name, model=model)
        elif name in FILES and name not in moved and table is not None:
            findings.add("references-not-taken", name, model=model)
        else:
            near = closest(name, [*known, *moved])
            close = Phrase("hint", {"word": moved.get(near, near)}) if near else ""
            findings.add("unknown-parameter", name, model=model, hint=close, allowed=listed(known, quoted=False))


def note_beside_request(findings: Findings, table: ModelTable | None, unknown: Iterable[str], chat: bool) -> None:
    """Note the unknown keywords beside a request in JSON: what is for the model belongs into the request."""
    places = places_of(table, chat)
    options = list(RequestOptions.__annotations__)
    for name in unknown:
        if name in places:
            add_misplaced(findings, name, *places[name])
        else:
            place = Phrase("place-request" if chat else "place-params")
            close = hint(name, [*options, *places])
            findings.add("unknown-keyword", name, hint=close, allowed=listed(options, quoted=False), place=place)


@cache
def places_of(table: ModelTable | None, chat: bool) -> Mapping[str, tuple[str, str]]:
    """Return where a request has what callers may write elsewhere: by either of its names, the place and the key."""
    inside = "place-request" if chat else "place-params"
    places = {name: ("place-request", name) for name in REQUEST_FIELDS}
    places |= {} if chat else {"references": (inside, REFERENCES_KEY), REFERENCES_KEY: (inside, REFERENCES_KEY)}
    for path, name in argument_names(table).items() if table is not None else ():
        key = path.rpartition(".")[2]
        places |= {name: (inside, key), key: (inside, key)}
    return places


def add_misplaced(findings: Findings, name: str, place: str, key: str) -> None:
    """Note a word that stands in the wrong place."""
    word = Phrase("place-key", {"key": key}) if key != name.rpartition(".")[2] else ""
    findings.add("misplaced", name, place=Phrase(place), word=word)
