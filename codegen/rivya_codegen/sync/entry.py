"""One entry of a catalogue, read: the facts in the form of a spec, and the places that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from ..spec.diff import ABSENT
from ..spec.facts import FACTS
from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec
from ..text.json_data import Data, is_list, is_object
from . import catalogue_keys
from .parameters import read_parameters
from .references import read_references
from .values import Fields, Unreadable, count, nullable, number, truth, word, words


@dataclass(frozen=True, slots=True)
class OneOf:
    """What a catalogue leaves open between some values of the spec; the first one is written where none is there."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a catalogue says of one model. A fact that it does not say is not there; one that it denies is none."""

    id: str
    facts: Data
    not_compared: frozenset[str]
    """The places that could not be read."""
    descriptions: Mapping[str, str] = field(default_factory=dict[str, str])
    """What it says about parameters in prose."""
    open_lists: frozenset[str] = frozenset()
    """`params` or `kinds`, where the catalogue has more of them than could be read, so that none can be called gone."""


def _input_status(value: Any) -> str | None:
    """Return a status of the format; what other models than available ones have there is not documented."""
    if value not in _INPUT_STATUSES:
        raise Unreadable
    return str(value)


_INPUT_STATUSES = get_args(get_args(ModelSpec.model_fields["input_status"].annotation)[0])
_READERS: Mapping[str, Callable[[Any], Any]] = {"string": word, "array": words, "integer": count, "number": number}
"""What reads a value, by its type in the format."""


def _plain_facts() -> Iterator[tuple[str, tuple[str, ...], Callable[[Any], Any]]]:
    for row in FACTS:
        if row.fact.key is not None:
            kind, may_be_none = row.json_type()
            reader = _input_status if row.path == ("input_status",) else _READERS[kind]
            yield row.fact.key, row.path, nullable(reader) if may_be_none else reader


_PLAIN = tuple(_plain_facts())
"""Each key that says a fact by itself: where the fact stands in a spec, and what it has to be."""

_TOGETHER = (
    *("id", "runtime", "reference_media", "params", "requires_files_api", "requires_upload_for_modes"),
    *("url_input_supported", "file_kinds", "chat_capabilities", "notices"),
)


def read_entry(raw: Data, platform: PlatformSpec) -> Entry:
    """Return what an entry of a catalogue says."""
    not_compared: set[str] = set()
    fields = Fields(raw, {key: (key,) for key in (*(key for key, _, _ in _PLAIN), *_TOGETHER)}, "", not_compared)
    facts: Data = {}
    for key, path, reader in _PLAIN:
        value = fields.read(key, reader)
        if value is not ABSENT:
            (facts if len(path) == 1 else facts.setdefault(path[0], {}))[path[-1]] = value
    inputs = facts.get("inputs")
    _read_files(fields, facts)
    url = fields.read("url_input_supported", truth)
    if url is not ABSENT and inputs is not None and url != ("url" in inputs):
        not_compared.add("url_input_supported, which contradicts supported_api_inputs")
    open_lists: set[str] = set()
    descriptions = read_parameters(fields.raw("params"), facts, not_compared, open_lists)
    read_references(raw, facts, not_compared, open_lists, platform)
    _read_chat(fields.raw("chat_capabilities"), facts, not_compared)
    # The pages name one runtime; that of chat models is not documented, and a spec has no place for it.
    if raw.get("runtime") != (None if _is_chat(raw, platform) else "async_task"):
        not_compared.add("runtime")
    fields.note_others()
    return Entry(raw["id"], facts, frozenset(not_compared), descriptions, frozenset(open_lists))


def _is_chat(raw: Data, platform: PlatformSpec) -> bool:
    row = platform.categories.get(str(raw.get("category")))
    return row is not None and row.is_chat


def _read_files(fields: Fields, facts: Data) -> None:
    """Read when the Files API is needed; an empty list of modes says nothing, as our own catalogue shows."""
    always = fields.read("requires_files_api", truth)
    modes = fields.read("requires_upload_for_modes", words)
    if always is True:
        facts["files_api"] = OneOf(("required",))
    elif always is False:
        either = ("required_for_reference_modes", "not_required")
        takes_files = "file" in facts.get("inputs", ()) or fields.data.get("reference_media") is not None
        needs_modes = modes is not ABSENT and modes
        facts["files_api"] = OneOf(either[:1] if needs_modes else either if takes_files else either[::-1])


def _read_chat(raw: Any, facts: Data, not_compared: set[str]) -> None:
    if raw is None:
        facts["chat"] = None
    elif is_object(raw):
        fields = Fields(raw, catalogue_keys.CHAT, "chat_capabilities.", not_compared)
        fields.note_others()
        capabilities: Data = {}
        for name in catalogue_keys.CHAT:
            listed = name == "reasoning_effort" and is_list(fields.raw(name))
            value = fields.read(name, nullable(words if listed else truth))
            if value is not ABSENT and value is not None:  # null: the catalogue does not say
                capabilities[name] = value
        facts["chat"] = capabilities
    elif raw is not ABSENT:
        not_compared.add("chat_capabilities")


def entry_of_spec(spec: ModelSpec, platform: PlatformSpec) -> Entry:
    """Return what our own catalogue says of a model."""
    from ..contract.catalogue import catalog_entry

    entry = read_entry(catalog_entry(spec, platform), platform)
    entry.facts["files_api"] = spec.files_api
    return entry
