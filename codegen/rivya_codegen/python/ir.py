"""What templates see: a frozen picture of the package to be generated, with every decision already taken.

A `Fragment` may be printed as it is (an identifier, Python type text, a path made by us); a plain `str` is text of a
spec and needs a filter. The other modules of this package make these values; nothing changes them afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..spec.model import AnyParameter, ModelSpec
from ..spec.platform import PlatformSpec
from ..text.fragments import Fragment

Arguments = Mapping[str, Any]
"""The keyword arguments of a class of the runtime, lists as tuples."""


@dataclass(frozen=True, slots=True)
class FileLimit:
    """What reference files of a kind must keep to."""

    kind: str
    max_bytes: int | None
    mime_types: tuple[str, ...] | None
    measures: Mapping[str, tuple[Any, Any]]
    """The least and the greatest of what can be measured, such as `width`."""


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type, how its files begin, and how others begin that would fit as well."""

    mime_type: str
    kind: str
    extensions: tuple[str, ...]
    aliases: tuple[str, ...]
    signatures: tuple[tuple[tuple[int, bytes, int | None], ...], ...]
    unless: tuple[tuple[tuple[int, bytes, int | None], ...], ...]
    sample: bytes | None


@dataclass(frozen=True, slots=True)
class Platform:
    """What holds for every model."""

    spec: PlatformSpec
    scopes: tuple[str, ...]
    terminal_statuses: frozenset[str]
    failed_statuses: frozenset[str]
    waiting_statuses: frozenset[str]
    presumed_failed_statuses: frozenset[str]
    first_poll: float
    operations: Mapping[str, Arguments]
    """Of the runtime's `Operation`, by name."""
    files: tuple[FileLimit, ...]
    media_types: tuple[MediaType, ...]
    chat_stream: Arguments
    """Of the runtime's `ChatStreamRules`."""
    webhook_scheme: Arguments
    """Of the runtime's `WebhookScheme`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a model, or a field of an object in one."""

    spec: AnyParameter
    wire: str
    name: Fragment
    value_type: Fragment
    """Of a value in a call: `Literal["1:1"]`."""
    current_type: Fragment
    """The same without options that are deprecated, as far as a type can say it."""
    field: Fragment
    """As it stands in the parameter class: the annotation with constraints, and the default."""
    entry: Fragment
    """As it stands in the typed dictionary of an object: the type of a value in Python."""
    path: str
    """`voice_settings.stability`."""
    fields: tuple[Parameter, ...]
    object_class: Fragment
    """Of the objects that it is or lists; empty where it has none."""
    object_about: str
    """What one of these objects is, for its docstring."""
    description: Mapping[str, str]
    summary: str
    """For the docstring: a sentence with meaning, default and limits, and a line for each option with a text."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a call, for its docstring."""

    name: Fragment
    about: str


@dataclass(frozen=True, slots=True)
class Flavour:
    """Sync or async: the words in which generated code differs between the two."""

    prefix: Fragment
    define: Fragment
    wait: Fragment
    headline: Fragment


@dataclass(frozen=True, slots=True)
class Deprecation:
    """What should no longer be used: its row in the table of a model, and the sentence that editors show."""

    since: str
    until: str | None
    instead: str | float | None
    message: str


@dataclass(frozen=True, slots=True)
class Call:
    """One way to call a model, and what editors say against it."""

    signature: tuple[Fragment, ...]
    """The arguments as they stand in it, `*` included."""
    deprecated: str | None


@dataclass(frozen=True, slots=True)
class Model:
    """A model with its names, its facts and the artefacts that are plain data."""

    spec: ModelSpec
    id: str
    category: Fragment
    group: Fragment
    """The attribute of a client that has the models of the category."""
    name: Fragment
    module: Fragment
    class_name: Fragment
    module_path: Fragment
    spec_path: str
    headline: str
    price: Fragment
    """The base credits, in words."""
    summary: str
    bound: str
    """`exact`, `lower` or `unknown`: what the base credits are to the price of any call, where there are no prices."""
    prices: tuple[tuple[Arguments, Arguments], ...]
    """Of the runtime's `When` and `PriceRow`."""
    prompt: Arguments | None
    """Of the runtime's `PromptRule`."""
    prompt_value: Fragment
    params_value: Fragment
    """The dictionary of wire keys and arguments, as it stands in the body of a call."""
    references_value: Fragment
    params_about: str
    """What the parameter class holds, for its docstring."""
    arguments: tuple[Argument, ...]
    deprecated: Deprecation | None
    deprecated_params: Mapping[str, Deprecation]
    """By wire key."""
    deprecated_options: Mapping[str, Mapping[str | float, Deprecation]]
    """By wire key and value."""
    calls: tuple[Call, ...]
    """The call; before it, where arguments are deprecated or some values exclude others, its overloads."""
    params: tuple[Parameter, ...]
    objects: tuple[Parameter, ...]
    """The parameters and fields that are objects or list them, the innermost first."""
    dictionaries: tuple[Parameter, ...]
    """Those of them that callers give as they go over the wire: not the attachments of a chat message."""
    defaults: Mapping[str, Any]
    flags: frozenset[str]
    references: Arguments | None
    """Of the runtime's `ReferenceRule`, without its files."""
    files: tuple[FileLimit, ...]
    roles: tuple[FileLimit | None, ...]
    """The limits of each file by its position; none where no role has some of its own."""
    file_params: Mapping[str, FileLimit]
    """The limits of the parameters that are files, or lists of them, by wire key."""
    conditions: tuple[tuple[Arguments, Arguments], ...]
    """Of the runtime's `When`, and what else `Condition` takes."""
    is_chat: bool
    streams: bool
    """Whether it is a chat model whose replies can be streamed."""
    operation: str
    reviewed: str
    request_schema: Mapping[str, Any]
    vectors: Mapping[str, Any]
    catalog: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Category:
    """The models of one category, as one attribute of the client."""

    name: Fragment
    group: Fragment
    """The attribute."""
    class_name: Fragment
    deadline: float
    results: tuple[str, ...]
    """The media types that the emulator makes."""
    is_chat: bool
    models: tuple[Model, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """A public name of the package and the module it is loaded from."""

    name: Fragment
    module: Fragment


@dataclass(frozen=True, slots=True)
class WireField:
    """A field of an object of the API."""

    name: Fragment
    annotation: Fragment
    value: Fragment
    """What stands behind the annotation: the default, and the name on the wire where that is another."""
    description: str


@dataclass(frozen=True, slots=True)
class WireType:
    """The class of an object of the API."""

    name: Fragment
    bases: Fragment
    description: str
    fields: tuple[WireField, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """Everything that is generated."""

    version: Fragment
    flavours: tuple[Flavour, ...]
    exports: tuple[Export, ...]
    platform: Platform
    categories: tuple[Category, ...]
    models: tuple[Model, ...]
    example: Fragment | None
    """A block of code with a call of one of the models."""
    messages: Mapping[str, Mapping[str, str]]
    wire_types: tuple[WireType, ...]
    """Objects that are parts of others stand before these."""
    catalog: Mapping[str, Any]
    openapi: Mapping[str, Any]
