"""Images that go along with a chat message: what counts as one, and what has to be uploaded first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from .._core.messages import Answer
from .._core.problems import Phrase, shown
from .._core.wire import File
from .._spec.file_rules import ReferenceRule
from .._spec.tables import Platform
from .._validation.facts import ReferenceFacts
from ..errors import UnexpectedResponseError
from ..files.media import Media, Reference, is_local, is_uploaded, is_url
from ..files.references import Planned, Planner, several

ATTACHMENT_KIND = "image"
NOT_YET = "an upload to come"
"""Stands for the id of an attachment while the request is checked."""


@dataclass(frozen=True, slots=True)
class FileId:
    """The id of a file that the API already holds: `FileId("file_…")`, to tell it from a path.

    Args:
        id: The id.
    """

    id: str


Attachment: TypeAlias = Reference | FileId
"""An image for a chat message: a path, bytes, a binary file object, an uploaded file or a `FileId`. The API takes no
addresses."""

Attachments: TypeAlias = Attachment | Sequence[Attachment]
"""One attachment, or several in order."""


def attachment_rule(platform: Platform) -> ReferenceRule:
    """Return the rule for the attachments of a model that this package does not know: the platform's for images."""
    return ReferenceRule(files=tuple(row for row in platform.files if row.kind == ATTACHMENT_KIND))


def plan_attachments(planner: Planner, attachments: Attachments) -> list[Planned]:
    """Return what is to be done with each attachment, in order. What is unusable goes to the planner's findings."""
    given = several(attachments, FileId)
    planned = (_plan_one(planner, one, f"attachments[{index}]") for index, one in enumerate(given))
    return [one for one in planned if one is not None]


def _plan_one(planner: Planner, attachment: Attachment, parameter: str) -> Planned | None:
    source = attachment.source if isinstance(attachment, Media) else attachment
    if not isinstance(attachment, FileId) and is_local(source) and not is_url(source):
        local = planner.plan_one(attachment, parameter)
        return replace(local, item={"file_id": NOT_YET}) if local is not None else None
    file_id = uploaded_id(source) if isinstance(source, FileId) or is_uploaded(source) else None
    if file_id is None:
        value = source.partition("?")[0] if is_url(source) else source
        planner.findings.add("wrong-type", parameter, value=shown(value), expected=Phrase("type-attachment"))
        return None
    kind = getattr(source, "kind", None)
    facts = ReferenceFacts(parameter, kind if isinstance(kind, str) else ATTACHMENT_KIND, file_id)
    return Planned(facts, {"file_id": file_id})


def attachment_item(_: Planned, answer: Answer[File]) -> dict[str, object]:
    """Return an uploaded file as an attachment of a message. Raises UnexpectedResponseError for one without an id."""
    file_id = uploaded_id(answer.value)
    if file_id is None:
        raise UnexpectedResponseError(
            "the uploaded file has no id to attach it by",
            status=answer.response.status,
            operation="files.create",
            body=answer.response.text(),
            response=answer.response,
            idempotency_key=None,
            request={},
        )
    return {"file_id": file_id}


def uploaded_id(file: object) -> str | None:
    """Return the id of an uploaded file, under whichever of the two names the API gave it."""
    ids = (getattr(file, name, None) for name in ("file_id", "id"))
    return next((value for value in ids if isinstance(value, str) and value.strip()), None)
