"""What a spec says of parts of it beside their limits: that they are deprecated, and what options are called and mean."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from .values import PARAMETER_KEY_PATTERN, Day, Prose, SpecModel, Text


class Deprecation(SpecModel):
    """Since when a model, parameter or option should no longer be used, until when it works, and what to use instead."""

    since: Day = Field(description="The day from which on it should not be used.")
    until: Day | None = Field(None, description="The last day on which it works; left out where none is announced.")
    instead: Text | None = Field(
        None, description="The id of another model, the key of another parameter, or another option."
    )


DeprecatedOptions = Annotated[
    Annotated[dict[Text, Deprecation], Field(min_length=1)] | None,
    Field(description="Options that should no longer be used; the default is none of them."),
]


class OptionText(SpecModel):
    """What an option is called, and what it means."""

    label: Prose | None = None
    text: Prose | None = None


FieldPath = Annotated[Text, StringConstraints(pattern=PARAMETER_KEY_PATTERN)]
"""The key of a parameter, or the path of a field in it: `voice_settings.style`."""
OptionTexts = Annotated[
    dict[FieldPath, Annotated[dict[Text, OptionText], Field(min_length=1)]],
    Field(description="What options are called and mean, by the path of the parameter or field; not all need a text."),
]
