"""What a spec may say of how parameters, references and prompt depend on each other."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from .notes import FieldPath
from .values import Count, ExactNumber, Length, MediaKind, SpecModel, ValueText

State = Literal["given", "absent"]
CONSEQUENCES = ("no_effect", "require", "forbid", "exactly_one_of", "at_most_one_of")
"""The fields of a condition that list what follows from it."""
OF_THE_REQUEST = ("prompt", "references")
"""What conditions speak of beside parameters."""
_STATES = ("given", "absent")


class ValueRange(SpecModel):
    """Between which numbers a value lies."""

    min: ExactNumber | None = None
    max: ExactNumber | None = None
    exclusive_min: ExactNumber | None = Field(None, description="The number that the value is above.")
    exclusive_max: ExactNumber | None = Field(None, description="The number that the value is below.")


class FileCount(SpecModel):
    """How many reference files are given."""

    kind: MediaKind | None = Field(None, description="Left out: files of all kinds together.")
    min: Count | None = Field(None, description="Left out: 1, or 0 where `max` is given.")
    max: Count | None = None

    @property
    def least(self) -> int:
        """The fewest files."""
        return self.min if self.min is not None else 1 if self.max is None else 0


def _form_of_test(value: Any) -> str | None:
    if isinstance(value, dict | ValueRange):
        return "range"
    return "values" if isinstance(value, list) else "state" if value in _STATES else None


def _form_of_files(value: Any) -> str:
    return "count" if isinstance(value, dict | FileCount) else "state"


ValueTest = Annotated[
    Annotated[list[ValueText], Field(min_length=1), Tag("values")]
    | Annotated[ValueRange, Tag("range")]
    | Annotated[State, Tag("state")],
    Discriminator(_form_of_test, custom_error_type="value_test", custom_error_message="not a test of a value"),
]
FileTest = Annotated[
    Annotated[FileCount, Tag("count")] | Annotated[State, Tag("state")],
    Discriminator(_form_of_files),
]


class When(SpecModel):
    """When a condition applies: all that is said must hold. A parameter that is not given has its default."""

    references: FileTest | None = None
    prompt: State | None = None
    params: dict[FieldPath, ValueTest] = Field(
        default_factory=dict[FieldPath, ValueTest],
        description="What holds of each parameter, or field of an object (`camera.type`): it has one of some values, lies in a range, or is given or absent.",
    )

    def tests(self) -> dict[str, Any]:
        """Return what has to hold of each subject that anything is said of."""
        others = {"references": self.references, "prompt": self.prompt}
        return {subject: test for subject, test in others.items() if test is not None} | self.params


class ValueLimit(ValueRange):
    """What narrows the values of a parameter; as in the parameter itself, each where its kind has it."""

    options: Annotated[list[ValueText], Field(min_length=1)] | None = None
    min_length: Annotated[int, Field(ge=0)] | None = None
    max_length: Length | None = None
    min_items: Count | None = None
    max_items: Count | None = None
    default: ValueText | None = Field(None, description="What the vendor uses instead of the usual default.")


class PromptLimit(SpecModel):
    """What narrows the prompt."""

    max_length: Length


class ReferenceLimit(SpecModel):
    """What narrows the reference files."""

    max_files: Annotated[int, Field(ge=1, le=1000)] | None = None
    kinds: Annotated[list[MediaKind], Field(min_length=1)] | None = None


class Limit(SpecModel):
    """Narrower limits than the usual ones."""

    params: dict[FieldPath, ValueLimit] = Field(
        default_factory=dict[FieldPath, ValueLimit], description="Of parameters, or fields of objects (`camera.speed`)."
    )
    prompt: PromptLimit | None = None
    references: ReferenceLimit | None = None

    def subjects(self) -> list[str]:
        """Return what is limited."""
        rows = {"prompt": self.prompt, "references": self.references}
        return [*self.params, *(name for name, row in rows.items() if row is not None)]


Subjects = Annotated[list[FieldPath], Field(description="Parameters or fields of objects, `prompt` or `references`.")]


class Condition(SpecModel):
    """What follows between parameters, references and prompt. `no_effect` is a warning, the others are errors."""

    when: When = Field(default_factory=When, description="Left out where it always applies.")
    no_effect: list[FieldPath] = Field(default_factory=list)
    require: Subjects = Field(default_factory=list)
    forbid: Subjects = Field(default_factory=list)
    exactly_one_of: Subjects = Field(default_factory=list)
    at_most_one_of: Subjects = Field(default_factory=list)
    limit: Limit = Field(default_factory=Limit, description="What is narrower then than it usually is.")


def subjects_of(condition: Condition) -> set[str]:
    """Return all that a condition speaks of."""
    said = {subject for name in CONSEQUENCES for subject in getattr(condition, name)}
    return said | {*condition.limit.subjects()} | condition.when.tests().keys()
