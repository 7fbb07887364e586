"""The file format of a model spec: what `specs/models/<id>.yaml` may say.

One file holds every fact of one Rivya model. Unknown keys are errors, every number and list is exact, and prose lives
apart from facts, under `text`, one block per locale. A scalar in a place for text is read as it is written: an unquoted
`1:1`, `no` or `0.50` is that very string (`yaml_text/reader.py` keeps the characters).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from .conditions import Condition
from .credits import Credits
from .notes import DeprecatedOptions, Deprecation, FieldPath, OptionText, OptionTexts
from .patterns import PatternError, read_pattern
from .references import FileLimit, References
from .values import (
    CategoryName,
    Count,
    Day,
    ExactNumber,
    Fact,
    HttpsUrl,
    Length,
    Locale,
    MediaKind,
    ModelId,
    ParameterKey,
    PositiveNumber,
    Prose,
    PythonName,
    SpecModel,
    Text,
    Unit,
    file_name,
)


class Source(SpecModel):
    """Where the facts of a spec come from."""

    url: Annotated[HttpsUrl, Fact("source")] = Field(description="The page that was read.")
    reviewed: Annotated[Day, Fact("reviewed")] = Field(
        description="The day on which somebody last compared the spec with the page."
    )


class Prompt(SpecModel):
    """The rule for the prompt (the `message` of a chat model). Left out where a model takes none."""

    required: bool = True
    max_length: Annotated[Length | None, Fact("prompt_limit", "max_prompt_length")] = Field(
        None, description="In characters; left out where no limit is documented."
    )


class Parameter(SpecModel):
    """What every kind of parameter has."""

    required: bool | None = Field(False, description="`null` where the page does not say.")
    nullable: bool = Field(
        False, description="Whether it may be sent as JSON's null, which means something of its own; `text` says what."
    )
    python_name: PythonName | None = Field(
        None, description="Overrides the name made from the wire key, for example to resolve a collision."
    )
    deprecated: Deprecation | None = None


class Select(Parameter):
    """One of a list of strings. A list of `true` and `false` becomes a `bool` in Python and stays a string on the wire."""

    type: Literal["select"]
    default: Text | None = None
    options: Annotated[list[Text], Field(min_length=1, max_length=1000)]
    deprecated_options: DeprecatedOptions = None


class NumberParameter(Parameter):
    """A JSON number. It is an integer where `integer` says so, or its steps are whole; whole limits alone say nothing."""

    type: Literal["number"]
    default: ExactNumber | None = None
    options: Annotated[list[ExactNumber], Field(min_length=1, max_length=1000)] | None = Field(
        None, description="The only numbers; a select has texts."
    )
    deprecated_options: DeprecatedOptions = None
    min: ExactNumber | None = None
    max: ExactNumber | None = None
    exclusive_min: ExactNumber | None = Field(None, description="The number that all values are above.")
    exclusive_max: ExactNumber | None = Field(None, description="The number that all values are below.")
    step: PositiveNumber | None = Field(
        None, description="Counted from `min` or `exclusive_min`, or from 0 where there is neither."
    )
    multiple_of: PositiveNumber | None = Field(
        None, description="Counted from 0, whatever `min` is; where steps from `min` say the same, these do."
    )
    integer: bool | None = Field(None, description="Whether fractions are refused; left out, whole steps say so.")
    unit: Unit | None = Field(None, description="What is counted or measured; the wire has the number alone.")


def _pattern(text: str) -> str:
    """Return a pattern of the subset. Raises a problem for any other, which nothing is to be matched with."""
    try:
        read_pattern(text)
    except PatternError as error:
        raise PydanticCustomError("pattern", "not a pattern", {"reason": error.reason, **error.details}) from error
    return text


class TextPattern(SpecModel):
    """What a whole text has to look like, with one that does and one that does not."""

    expression: Annotated[Prose, AfterValidator(_pattern)] = Field(
        description="A regular expression of the subset in `spec/patterns.py`; it has no anchors."
    )
    example: Text
    counterexample: Text


class TextParameter(Parameter):
    """A string, such as a negative prompt or, with `format: url`, a public URL."""

    type: Literal["text"]
    default: Text | None = None
    min_length: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    max_length: Length | None = None
    format: Literal["url", "color", "date", "language"] | None = None
    pattern: TextPattern | None = None


class BooleanParameter(Parameter):
    """A real JSON boolean (most models use a `select` of the strings `true` and `false` instead)."""

    type: Literal["boolean"]
    default: bool | None = None


class FileParameter(Parameter, FileLimit):
    """One file with a name of its own, such as a mask: its address on the wire. In a call it is what a reference may be."""

    type: Literal["file"]
    kind: MediaKind


class ObjectParameter(Parameter):
    """A JSON object with parameters as its fields, such as the settings of a voice."""

    type: Literal["object"]
    fields: Annotated[dict[ParameterKey, AnyParameter], Field(min_length=1, max_length=100)]


MOST_ITEMS = 1000
"""The most entries of a list that a spec can ask for."""


class ArrayParameter(Parameter):
    """A list, such as the turns of a dialogue (objects), style codes (texts) or the rows of a matrix (lists)."""

    type: Literal["array"]
    items: AnyParameter = Field(
        description="What each entry is: a parameter with limits, but without a name or a default."
    )
    min_items: Count | None = None
    max_items: Annotated[int, Field(ge=1, le=MOST_ITEMS)] | None = None
    unique: bool = Field(False, description="Whether no two entries may be equal.")


AnyParameter = Annotated[
    Select | NumberParameter | TextParameter | BooleanParameter | FileParameter | ObjectParameter | ArrayParameter,
    Field(discriminator="type"),
]
ObjectParameter.model_rebuild()
ArrayParameter.model_rebuild()


class Chat(SpecModel):
    """What a chat model can do. `null` where the page does not say."""

    streaming: bool | None = None
    web_search: bool | None = None
    image_attachments: bool | None = None
    reasoning_effort: Annotated[list[Text], Field(min_length=1)] | None = None
    thoughts: bool | None = None


class Examples(SpecModel):
    """Requests and the response as the page prints them."""

    minimal: dict[str, Any] | None = None
    reference: dict[str, Any] | None = None
    response: dict[str, Any] | None = None


class ModelText(SpecModel):
    """The prose of a model in one locale."""

    summary: Prose
    params: dict[FieldPath, Prose] = Field(
        default_factory=dict,
        description="One sentence per parameter, and per field of an object or of the objects in a list, by its path: `camera.speed`.",
    )
    options: OptionTexts = Field(default_factory=dict[str, dict[str, OptionText]])
    reference_rule: Prose | None = None
    conditions: list[Prose] = Field(
        default_factory=list, description="Why each condition is so, in their order; left out where nobody says."
    )
    notices: list[Prose] = Field(default_factory=list)


class ModelSpec(SpecModel):
    """One Rivya model."""

    id: Annotated[ModelId, Fact("id")]
    name: Annotated[Prose, Fact("display_name", "display_name")]
    category: Annotated[CategoryName, Fact("category", "category")]
    python_name: Annotated[
        Annotated[PythonName, AfterValidator(file_name)] | None,
        Field(description="Overrides the name made from the id, for example to resolve a collision."),
        Fact("python_name"),
    ] = None
    availability: Annotated[Literal["available", "coming_soon", "studio_only"], Fact("availability", "api_status")]
    input_status: Annotated[
        Literal["available_text", "available_url_input", "partial_requires_files", "requires_files_api"] | None,
        Fact("input_status", "api_input_status"),
    ]
    inputs: Annotated[list[Literal["text", "file", "url"]], Field(min_length=1), Fact("inputs", "supported_api_inputs")]
    modes: Annotated[list[Text], Fact("modes", "supported_modes")] = Field(
        default_factory=list, description="As `supported_modes` of `GET /models`; the pages do not print them."
    )
    files_api: Annotated[Literal["not_required", "required_for_reference_modes", "required"], Fact("files_api")]
    credits: Credits
    deprecated: Annotated[Deprecation | None, Fact("deprecated")] = None
    prompt: Prompt | None = None
    params: dict[ParameterKey, AnyParameter] = Field(default_factory=dict, max_length=200)
    references: References | None = None
    conditions: list[Condition] = Field(default_factory=list[Condition], max_length=200)
    chat: Chat | None = None
    errors: list[Text] = Field(default_factory=list, description="The error codes that the page lists as common.")
    examples: Examples = Field(default_factory=Examples)
    source: Source
    undocumented: Annotated[list[Text], Fact("undocumented")] = Field(
        default_factory=list, description="Dotted paths of what the vendor leaves open."
    )
    text: Annotated[dict[Locale, ModelText], Field(min_length=1)]

    @property
    def is_chat(self) -> bool:
        """Whether it answers messages, rather than making files: `parse_source` sees to it that `chat` says so."""
        return self.chat is not None
