"""The parameters of a model's request: its own, and those of all chat requests where it is a chat model."""

from __future__ import annotations

from collections.abc import Mapping

from ..spec.model import AnyParameter, ModelSpec, Select
from ..spec.platform import PlatformSpec
from ..spec.references import FileLimit, References

ATTACHMENTS_KEY = "attachments"
"""The chat field that holds uploaded files by their ids; the client uploads what is local first."""

SESSION_KEY = "session_id"
"""The chat field that says with which conversation a message goes on."""

STREAM_OPERATION = "chat.completions.stream"


def operation_of(spec: ModelSpec, platform: PlatformSpec) -> str:
    """Return the operation that calls a model."""
    return platform.categories[spec.category].operation


def may_stream(spec: ModelSpec) -> bool:
    """Return whether the replies of a model can be streamed, as far as its page says."""
    return spec.chat is not None and spec.chat.streaming is not False


def params_key(spec: ModelSpec) -> str | None:
    """Return the field of a request that holds the parameters; nothing where they are fields of the request itself."""
    return None if spec.is_chat else "params"


def parameters_of(spec: ModelSpec, platform: PlatformSpec) -> Mapping[str, AnyParameter]:
    """Return the parameters of a model by wire key. What a chat model says of a field of all chat requests wins."""
    if not spec.is_chat:
        return spec.params
    return {**shared_parameters(spec, platform), **spec.params}


def shared_parameters(spec: ModelSpec, platform: PlatformSpec) -> Mapping[str, AnyParameter]:
    """Return the fields of all chat requests as a chat model has them, as far as its `chat` says."""
    without = {ATTACHMENTS_KEY} if spec.chat is not None and spec.chat.image_attachments is False else set[str]()
    return {key: _narrowed(spec, key, row) for key, row in platform.chat.fields.items() if key not in without}


def with_all_parameters(spec: ModelSpec, platform: PlatformSpec) -> ModelSpec:
    """Return a spec whose `params` are all parameters of a request."""
    return spec.model_copy(update={"params": parameters_of(spec, platform)})


def _narrowed(spec: ModelSpec, key: str, row: AnyParameter) -> AnyParameter:
    """Return a chat field with the options that the model has, where its `chat` lists them under the same name."""
    options: list[str] | None = getattr(spec.chat, key, None)
    return row if options is None or not isinstance(row, Select) else narrowed(row, options)


def narrowed(row: Select, options: list[str]) -> Select:
    """Return a select with these options; a default that is none of them is gone."""
    return row.model_copy(update={"options": options, "default": row.default if row.default in options else None})


def references_of(spec: ModelSpec, platform: PlatformSpec) -> References | None:
    """Return the rule for reference media; for attachments, where the model has none of its own, that of all images."""
    if spec.references is not None or not spec.is_chat or ATTACHMENTS_KEY not in parameters_of(spec, platform):
        return spec.references
    images = platform.files.kinds["image"]
    return References(files={"image": FileLimit(max_size=images.max_size, mime_types=images.mime_types or None)})


def descriptions_of(spec: ModelSpec, platform: PlatformSpec) -> Mapping[str, Mapping[str, str]]:
    """Return what each parameter means: locale → wire key, or `array.field` → text."""
    own = {locale: text.params for locale, text in spec.text.items()}
    if not spec.is_chat:
        return own
    return {locale: {**platform.chat.text.get(locale, {}), **about} for locale, about in own.items()}


def is_flag(row: AnyParameter) -> bool:
    """Return whether the options are the strings `true` and `false`, which Python code gives as a `bool`."""
    return isinstance(row, Select) and len(row.options) == 2 and set(row.options) == {"true", "false"}
