"""How a catalogue may call what it says inside `params`, `reference_media` and `chat_capabilities`.

These JSON keys are not documented. The first word of each row is the one that `contract/catalogue.py` writes; the others are the
usual ways to write the same. What stands in no row is reported as not compared.
"""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, tuple[str, ...]]

PARAMETER: Words = {
    "key": ("key", "name", "id", "param"),
    "type": ("type", "kind", "input_type", "inputType"),
    "required": ("required", "is_required", "isRequired"),
    "nullable": ("nullable", "is_nullable", "isNullable", "allow_null", "allowNull"),
    "default": ("default", "default_value", "defaultValue"),
    "min": ("min", "minimum", "min_value", "minValue"),
    "max": ("max", "maximum", "max_value", "maxValue"),
    "step": ("step", "multiple_of", "multipleOf", "increment"),
    "options": ("options", "enum", "choices", "values", "allowed_values", "allowedValues"),
    "min_length": ("min_length", "minLength"),
    "max_length": ("max_length", "maxLength"),
    "min_items": ("min_items", "minItems"),
    "max_items": ("max_items", "maxItems"),
    "description": ("description", "help", "help_text", "helpText", "label"),
}

NESTED = ("range", "constraints", "limits", "validation")
"""Objects inside of a parameter that may hold its bounds."""

OPTION = ("value", "id", "key")
"""Where the wire value stands in an option that is an object."""

TYPES: Mapping[str, str] = {
    **dict.fromkeys(("select", "enum", "choice"), "select"),
    **dict.fromkeys(("number", "integer", "int", "float"), "number"),
    **dict.fromkeys(("text", "string", "textarea"), "text"),
    **dict.fromkeys(("boolean", "bool"), "boolean"),
    **dict.fromkeys(("array", "list"), "array"),
    **dict.fromkeys(("object", "dict", "map"), "object"),
}
"""What a catalogue may call a type → the type of the spec. A `string` with options is a select."""

ATTRIBUTES: Words = {
    "select": ("default", "options"),
    "number": ("default", "options", "min", "max", "step"),
    "text": ("default", "min_length", "max_length"),
    "boolean": ("default",),
    "array": ("min_items", "max_items"),
    "object": (),
}
"""What can be said of a parameter of each type."""

REFERENCE_MEDIA: Words = {
    "rule": ("rule", "description", "text"),
    "max_files": ("max_files", "maxFiles", "max_count", "maxCount"),
    "kinds": ("kinds", "accepted_kinds", "acceptedKinds", "file_kinds", "fileKinds"),
    "limits": ("limits", "files", "per_kind", "perKind"),
}

FILE_LIMIT: Words = {
    "kind": ("kind", "type"),
    "max_bytes": ("max_bytes", "maxBytes", "max_size_bytes", "maxSizeBytes"),
    "max_megabytes": ("max_size_mb", "maxSizeMb", "maxSizeMB", "max_mb", "maxMb"),
    "max_size": ("max_size", "maxSize"),
    "mime_types": ("mime_types", "mimeTypes", "mimes", "accepted_mime_types", "acceptedMimeTypes"),
}

CHAT: Words = {
    "streaming": ("streaming", "supports_streaming", "supportsStreaming"),
    "web_search": ("web_search", "webSearch", "supports_web_search", "supportsWebSearch"),
    "image_attachments": ("image_attachments", "imageAttachments", "supports_images", "supportsImages"),
    "reasoning_effort": ("reasoning_effort", "reasoningEffort", "reasoning_efforts", "reasoningEfforts"),
    "thoughts": ("thoughts", "supports_thoughts", "supportsThoughts"),
}
