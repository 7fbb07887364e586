"""The only place where Python names are made from wire names; wire names are kept beside them.

A name is snake_case of the wire name. It gets a trailing underscore where it would collide with something else of the
same call, and the prefix `model_` or `parameter_` where it would start with a digit.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from ..spec.categories import CategorySpec
from ..spec.model import AnyParameter, ArrayParameter, ModelSpec, Parameter
from ..spec.nested import fields_of
from ..spec.platform import PlatformSpec
from ..text.fragments import Fragment

REQUEST_OPTIONS = frozenset(
    {
        "client_request_id",
        "extra_headers",
        "extra_params",
        "idempotency_key",
        "retry",
        "timeout",
        "validate",
    }
)
"""The keyword options of every call, which no parameter may shadow."""

_TAKEN_BY_TYPES = frozenset({"bool", "dict", "float", "int", "list", "str"})
"""A field of this name would hide the type that other fields are annotated with."""

_TAKEN_BY_CALL = (
    _TAKEN_BY_TYPES
    | frozenset({"refuse_unsendable", "self", "model", "prompt", "message", "references", "options"})
    | REQUEST_OPTIONS
)
_TAKEN_BY_PYDANTIC = frozenset(name for name in dir(BaseModel) if not name.startswith("_"))

_TAKEN_BY_CHAT = frozenset({"create", "send", "session", "sessions", "stream"})

_TAKEN_BY_CLIENT = frozenset(
    {
        "aclose",
        "budget",
        "budgets",
        "close",
        "credits",
        "files",
        "generations",
        "models",
        "openapi",
        "webhooks",
        "with_options",
    }
)

_IMPORTED = (
    *("Above", "Annotated", "Attachments", "Below", "ChatModel", "ChatStream", "Client", "Condition"),
    *("Credits", "Deprecation", "ExactNumber", "Field", "FileRule", "Form", "Job", "Literal", "Maximum"),
    *("Minimum", "Model", "ModelTable", "Namespace", "NotRequired", "Null", "Nullable", "OneOf", "Parameters"),
    *("Price", "PriceList", "PriceRow", "PromptRule", "Reference", "ReferenceRule", "References", "Reply"),
    *("RequestOptions", "Rivya", "Sequence", "Source", "Step", "TypedDict", "Unique", "Unpack", "WebAddress", "When"),
)
_TAKEN_BY_MODULES = frozenset(f"{prefix}{name}" for prefix in ("", "Async") for name in _IMPORTED)
"""The names that a generated module imports for something else than its model."""


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]+")


def snake_case(wire: str) -> str:
    """Return the wire name in snake_case: `aspectRatio`, `aspect-ratio` and `aspect.ratio` give `aspect_ratio`."""
    return _NOT_ALPHANUMERIC.sub("_", _CAMEL.sub("_", wire)).strip("_").lower()


def _identifier(wire: str, prefix: str, taken: frozenset[str]) -> Fragment:
    name = snake_case(wire)
    if not name or name[0].isdigit():
        name = f"{prefix}_{name}"
    if keyword.iskeyword(name) or name in taken:
        name = f"{name}_"
    return Fragment(name)


def parameter_name(wire: str) -> Fragment:
    """Return the keyword of a parameter: `aspectRatio` → `aspect_ratio`, `model` → `model_`, `class` → `class_`."""
    return _identifier(wire, "parameter", _TAKEN_BY_CALL | _TAKEN_BY_PYDANTIC)


def field_name(wire: str) -> Fragment:
    """Return the attribute of a field of a wire type: `requestId` → `request_id`, `copy` → `copy_`, `1x` → `field_1x`."""
    return _identifier(wire, "field", _TAKEN_BY_TYPES | _TAKEN_BY_PYDANTIC | {"http_response"})


def model_name(model_id: str, id_suffix: str | None = None) -> Fragment:
    """Return the attribute of a model: `grok-imagine` → `grok_imagine`, `4o-image` → `model_4o_image`.

    The suffix of a category that its ids all carry is left out: `gpt-5-2-chat` is `client.chat.gpt_5_2`.
    """
    short = model_id.removesuffix(id_suffix) if id_suffix else model_id
    return _identifier(short or model_id, "model", _TAKEN_BY_CHAT)


def model_name_of(spec: ModelSpec, platform: PlatformSpec) -> Fragment:
    """Return the attribute of a model: the name that its spec gives it, else the one made from its id."""
    return Fragment(spec.python_name or model_name(spec.id, platform.categories[spec.category].id_suffix))


def category_name(name: str, row: CategorySpec) -> Fragment:
    """Return the attribute of a client that has the models of a category: `image`, or the name that its row gives it."""
    return Fragment(row.python_name or _identifier(name, "category", frozenset()))


def is_taken_by_client(group: str, row: CategorySpec) -> bool:
    """Return whether a client has another attribute of the name; its `chat` is one for the models of any category."""
    return not is_name(group) or group in _TAKEN_BY_CLIENT or (group == "chat" and not row.is_chat)


def category_name_of(spec: ModelSpec, platform: PlatformSpec) -> Fragment:
    """Return the attribute of a client that has a model's category."""
    return category_name(spec.category, platform.categories[spec.category])


def parameter_name_of(key: str, parameter: Parameter) -> Fragment:
    """Return the keyword of a parameter: the name that its spec gives it, else the one made from its wire key."""
    return Fragment(parameter.python_name or parameter_name(key))


def module_name(model_id: str) -> Fragment:
    """Return the module of a model: `gpt-5.4-chat` → `gpt_5_4_chat`."""
    return _identifier(model_id, "model", frozenset())


def schema_name_of(spec: ModelSpec) -> Fragment:
    """Return the class of a model before it is compared with what Python modules import."""
    return class_name(spec.python_name or module_name(spec.id))


def class_name_of(spec: ModelSpec) -> Fragment:
    """Return the class of a model; one whose name generated modules import for something else gets an underscore."""
    return _apart_from_modules(schema_name_of(spec))


def _apart_from_modules(name: str) -> Fragment:
    return Fragment(f"{name}_" if name in _TAKEN_BY_MODULES or keyword.iskeyword(name) else name)


def object_name_of(owner: str, key: str, parameter: AnyParameter) -> Fragment:
    """Return the class of the objects that a parameter of `owner` is or lists; nothing where it has none."""
    if not fields_of(parameter):
        return Fragment("")
    entry = "Item" if isinstance(parameter, ArrayParameter) else ""
    return _apart_from_modules(f"{owner}{class_name(parameter_name_of(key, parameter))}{entry}")


def object_names(owner: str, parameters: Mapping[str, AnyParameter], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the class of every parameter and field, however deep, that is or lists objects."""
    for key, parameter in parameters.items():
        if name := object_name_of(owner, key, parameter):
            yield above + key, name
            yield from object_names(name, fields_of(parameter), f"{above}{key}.")


def class_name(name: str) -> Fragment:
    """Return the class of a Python name: `grok_imagine` → `GrokImagine`, `gpt_5_4` → `Gpt5_4` (digits stay apart)."""
    words = [word for word in name.split("_") if word]
    result = ""
    for word in words:
        apart = "_" if result[-1:].isdigit() and word[0].isdigit() else ""
        result += apart + word[0].upper() + word[1:]
    return Fragment(result)


def is_name(name: str) -> bool:
    """Return whether a `python_name` of a spec can stand behind a dot."""
    return name.isidentifier() and not keyword.iskeyword(name)


def is_usable(name: str) -> bool:
    """Return whether a `python_name` of a spec can stand as a keyword of a call."""
    return is_name(name) and name not in _TAKEN_BY_CALL | _TAKEN_BY_PYDANTIC


def collisions(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield `(name, first wire name, other wire name)` for every pair of wire names that share a Python name."""
    owners: dict[str, str] = {}
    for wire, name in names:
        first = owners.setdefault(name, wire)
        if first != wire:
            yield name, first, wire
