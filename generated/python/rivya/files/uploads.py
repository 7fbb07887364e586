"""Local files on their way to the API, as flows."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial

from .._core.messages import Answer, Upload
from .._core.problems import Phrase, shown
from .._core.sources import SentFile
from .._core.wire import File
from .._spec.findings import Findings
from .._transport.calls import build_call, call_flow
from .._transport.flow import Flow, Gather, Work, now
from .._transport.settings import CallOptions, Settings
from .._transport.upload_cache import Content
from .._validation.request import enforce
from .._validation.uploads import rule_of_all, rules_of_uploads, upload_problems
from ..errors import ValidationError
from .media import LocalFile, Media, MediaKind, Reference
from .references import Planned, Planner

MOST_UPLOADS = 4
"""Files of one call that the asynchronous client uploads at once."""
PIECE = 1_048_576
"""Bytes that are read at once."""


def upload_planned(
    settings: Settings,
    options: CallOptions,
    model_id: str,
    planned: Sequence[Planned],
    item: Callable[[Planned, Answer[File]], Mapping[str, object]],
) -> Flow[list[dict[str, object]]]:
    """Upload what is local, each source once, and return everything as it goes over the wire."""
    sources: dict[Hashable, dict[str, LocalFile]] = {}
    for file in (one.file for one in planned if one.file is not None):
        sources.setdefault(file.key, {}).setdefault(file.kind, file)
    flows = [_upload_source(settings, options, model_id, list(kinds.values())) for kinds in sources.values()]
    results: list[dict[str, Answer[File]]] = (yield Gather(flows, MOST_UPLOADS)) if flows else []
    uploaded = dict(zip(sources, results, strict=True))
    return [dict(one.item if one.file is None else item(one, uploaded[one.file.key][one.file.kind])) for one in planned]


def _upload_source(
    settings: Settings, options: CallOptions, model_id: str, kinds: Sequence[LocalFile]
) -> Flow[dict[str, Answer[File]]]:
    """Upload one source, once for each kind that it is used as: never twice at a time, as it may be an open file."""
    uploaded: dict[str, Answer[File]] = {}
    for file in kinds:
        uploaded[file.kind] = yield from upload_once_flow(settings, options, file, model_id)
    return uploaded


def reference_item(one: Planned, answer: Answer[File]) -> dict[str, object]:
    """Return an uploaded file as a reference of a job."""
    token = answer.value.duration_token
    return {"url": answer.value.url, **one.item, **({"durationToken": token} if token else {})}


def upload_once_flow(
    settings: Settings, options: CallOptions, file: LocalFile, model_id: str | None
) -> Flow[Answer[File]]:
    """Return an upload of this content that can still be used, or make one."""
    digest = yield from _digest_flow(file)
    content = Content(digest or "", file.kind, file.mime_type, model_id)
    if digest is not None and (known := settings.uploads.find(content, (yield from now()))) is not None:
        return known
    answer: Answer[File] = yield from upload_flow(settings, options, file, model_id)
    # What changed while it was sent is an upload of nobody knows what.
    if digest is None or not (isinstance(file.content, bytes) or digest == (yield from _digest_flow(file))):
        return answer
    return settings.uploads.keep(content, answer, (yield from now()), settings.platform.upload_lifetime)


def _digest_flow(file: LocalFile) -> Flow[str | None]:
    """Return the SHA-256 of a file; nothing where it cannot be read, which its upload has better words for."""
    digest = hashlib.sha256()
    try:
        with file.opened() as stream:
            if isinstance(file.content, bytes) and file.size <= PIECE:
                _read_piece(stream, digest.update)  # not worth a thread
            else:
                while (yield Work(partial(_read_piece, stream, digest.update))):
                    pass
    except Exception:  # a caller's file object raises what it likes
        return None
    return digest.hexdigest()


def _read_piece(stream: SentFile, digested: Callable[[bytes], None]) -> int:
    digested(piece := stream.read(PIECE))
    return len(piece)


def upload_flow(settings: Settings, options: CallOptions, file: LocalFile, model_id: str | None) -> Flow[Answer[File]]:
    """Upload one file, as what it is used as."""
    fields = {"kind": file.kind, **({"model": model_id} if model_id is not None else {})}
    upload = Upload(file.name, file.opened, file.mime_type, fields, uuid.uuid4().hex)
    # Uploading twice stores a file twice and starts nothing, so it needs no idempotency key to be tried again.
    call = build_call(settings, "files.create", options, upload=upload, harmless=True)
    return (yield from call_flow(settings, call))


def create_file_flow(
    settings: Settings, source: Reference, kind: MediaKind | None, model_id: str | None
) -> Flow[Answer[File]]:
    """Check one local file against its model, or against the platform's limits, and upload it."""
    options = settings.resolve({})
    table = settings.table_of(model_id)
    unusable = Findings(settings.platform, table)
    media = source if isinstance(source, Media) else Media(source)
    media = Media(media.source, kind or media.kind, media.name, media.mime_type)
    planned = Planner(settings.platform, rule_of_all(rules_of_uploads(table)), unusable).plan_one(media, "source")
    if planned is None or planned.file is None:
        if planned is not None:
            unusable.add("wrong-type", "source", value=shown(planned.item["url"]), expected=Phrase("type-local-file"))
        raise ValidationError(unusable.problems, locale=settings.locale)
    broken = upload_problems(table, settings.platform, "source", planned.facts)
    enforce(settings, options.validate, table, broken, unusable.problems)
    return (yield from upload_flow(settings, options, planned.file, model_id))
