"""The rows of the platform spec that say what models make: categories, and the media types of files."""

from __future__ import annotations

import base64
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from .values import Kind, Locale, Prose, PythonName, SpecModel, Text

DRAWN_TYPES = ("image/png", "image/jpeg", "image/webp", "video/mp4", "audio/wav")
"""The media types of which the emulator makes files of its own; of any other it gives the `sample`."""


class CategorySpec(SpecModel):
    """A category of models: how they are called, what they make, and how long that may take."""

    text: dict[Locale, Prose] = Field(description="What pages call it.")
    deadline: Annotated[float, Field(gt=0)]
    operation: Literal["generations.create", "chat.completions.create"] = Field(
        "generations.create", description="The operation that calls its models."
    )
    results: list[Text] = Field(
        default_factory=list, description="The media types that its jobs make, the usual one first; none for chat."
    )
    id_suffix: Text | None = Field(None, description="Left out of Python names.")
    python_name: PythonName | None = Field(
        None, description="The attribute of a client that has its models; made from the name where it is left out."
    )

    @property
    def is_chat(self) -> bool:
        """Whether its models answer messages; the others make files, as jobs."""
        return self.operation == "chat.completions.create"


class SignaturePart(SpecModel):
    """Bytes at an offset, or anywhere within the first bytes of a file."""

    at: int = 0
    within: int | None = None
    hex: Annotated[Text, StringConstraints(pattern=r"^(?:[0-9a-f]{2})+$")]

    def is_in(self, content: bytes) -> bool:
        """Return whether a file has these bytes there."""
        value = bytes.fromhex(self.hex)
        return value in content[: self.within] if self.within is not None else content[self.at :].startswith(value)


def _base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except ValueError as error:
        raise ValueError("not base64") from error
    return text


Base64 = Annotated[Text, AfterValidator(_base64)]


class MediaTypeSpec(SpecModel):
    """A media type of the Files API and how its files begin; `unless` is how others begin that would fit as well."""

    kind: Kind
    extensions: Annotated[list[Annotated[Text, StringConstraints(pattern=r"^\.[a-z0-9]+$")]], Field(min_length=1)]
    also: list[Text] = Field(default_factory=list)
    signatures: list[list[SignaturePart]] = Field(description="None where files of the type begin in any way.")
    unless: list[list[SignaturePart]] = Field(default_factory=list[list[SignaturePart]])
    sample: Base64 | None = Field(
        None, description="A small file, in base64: what the emulator makes of a type that it cannot draw or play."
    )

    def fits(self, content: bytes) -> bool:
        """Return whether a file begins like those of the type; any does where it has no signatures."""
        begins = any(all(part.is_in(content) for part in parts) for parts in self.signatures)
        return (begins or not self.signatures) and not any(
            all(part.is_in(content) for part in parts) for parts in self.unless
        )
