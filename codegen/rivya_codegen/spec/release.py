"""The file formats of releases: `specs/release.yaml`, the version of the package, and `specs/releases/<version>.yaml`.

The package follows semantic versioning (https://semver.org); the generator has a version of its own.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import Field, StringConstraints

from .values import Day, Prose, SpecModel, Text

_NUMBER = "(?:0|[1-9][0-9]{0,8})"
VERSION_PATTERN = rf"^{_NUMBER}\.{_NUMBER}\.{_NUMBER}$"
UNRELEASED = "0.0.0"
"""The version where there is no `release.yaml`: nothing has been released, and nobody has chosen a first version."""

VersionText = Annotated[Text, StringConstraints(pattern=VERSION_PATTERN)]


class Version(NamedTuple):
    """A version, ordered as semantic versioning orders it."""

    major: int
    minor: int
    patch: int

    @classmethod
    def of(cls, text: str) -> Version:
        """Return the version in a text that fits `VERSION_PATTERN`."""
        return cls(*map(int, text.split(".")))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


class ReleaseSpec(SpecModel):
    """The version of the generated package, and the release that the specs are compared with."""

    version: VersionText = Field(default=UNRELEASED, description="Of the generated package.")
    date: Day | None = Field(default=None, description="The day of its release; null before the first one.")
    revision: Prose | None = Field(
        default=None, description="The git revision of that release, a tag; null before the first."
    )


class ChangeRow(SpecModel):
    """A change as `rivya-codegen changes` found it: its rule, its place, and both values."""

    rule: Text
    subject: Prose
    path: list[Text] = Field(default_factory=list)
    old: Any = None
    new: Any = None


class ReleaseEntry(SpecModel):
    """What a release changed."""

    version: VersionText
    date: Day
    changes: list[ChangeRow]
