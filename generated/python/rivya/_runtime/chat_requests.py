"""A message on its way to a chat model as flows: check, upload attachments, send, or open the stream of its reply."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from .attachments import Attachments, PlannedAttachment, attachment_rule, plan_attachments, uploaded_id
from .budgets import Charge
from .calls import Call, build_call, call_flow, encode, open_flow, trace_left
from .chat_events import COMPLETION
from .errors import ConfigurationError, UnexpectedResponseError, repeated_with
from .exchange import Answer, Opened
from .flow import Flow, Gather
from .generations import require_object, unknown_model
from .keywords import argument_names, note_beside_request, note_keywords
from .numbers_as_json import plain
from .problems import Findings, Problem
from .reference_rules import check_references
from .references import Planner
from .settings import CallOptions, RequestOptions, Settings
from .tables import ModelTable
from .unwritable import note_unwritable
from .uploads import MOST_UPLOADS, upload_once_flow
from .validation import check_operation, check_request, enforce
from .wire import ChatCompletion, File
from .wire_values import plain_request, wire_values

STREAM = "chat.completions.stream"
ATTACHMENTS_KEY = "attachments"
NOT_YET = "an upload to come"
"""Stands for the id of an attachment while the request is checked."""


class ChatOptions(RequestOptions, total=False):
    """Options of one message, all of them optional keywords: those of every call, and what chat models take."""

    enable_web_search: bool
    """Lets the model search the web, where it can."""
    reasoning_effort: str
    """How much the model thinks, where it can."""


OWN_KEYWORDS = (
    "session_id",
    "attachments",
    *sorted(ChatOptions.__annotations__.keys() - RequestOptions.__annotations__.keys()),
)
"""What a message to any model may say, beside the options of every call."""


@dataclass(frozen=True, slots=True)
class ChatDraft:
    """A message for a chat model, in Python terms; `None` stands for what is not given."""

    model: str
    message: str | None
    fields: Mapping[str, object]
    attachments: Attachments | None = None


def split_options(options: ChatOptions) -> tuple[dict[str, object], RequestOptions]:
    """Return the fields of the request and the options of the call."""
    own = ChatOptions.__annotations__.keys() - RequestOptions.__annotations__.keys()
    fields = {key: value for key, value in options.items() if key in own}
    rest: Any = {key: value for key, value in options.items() if key not in own}
    return fields, rest


def send_flow(settings: Settings, draft: ChatDraft, options: RequestOptions) -> Flow[Answer[ChatCompletion]]:
    """Send a message and return the whole reply."""
    call, charge = yield from _call_flow(settings, COMPLETION, draft, options)
    with settings.uploads.doubted(draft.model):
        return (yield from submit_reply_flow(settings, call, charge))


def submit_reply_flow(settings: Settings, call: Call, charge: Charge | None = None) -> Flow[Answer[ChatCompletion]]:
    """Send a message; also the second time, after an uncertain first. Raises BudgetExceededError.

    `charge` is what was set aside for it already.
    """
    charge = charge or settings.reserve(call.options.idempotency_key, call.model_id)
    again = partial(submit_reply_flow, settings, call)
    with repeated_with(again), charge.submitting(call.request.departure), trace_left(call):
        answer: Answer[ChatCompletion] = yield from call_flow(settings, call)
    charge.correct(final_credits(answer.value), ended=True)
    return answer


def final_credits(completion: ChatCompletion) -> float | None:
    """Return what a reply cost, as far as the API says it."""
    return completion.credits.final if completion.credits is not None else None


def stream_flow(settings: Settings, draft: ChatDraft, options: RequestOptions) -> Flow[tuple[Opened, Charge]]:
    """Send a message and return the stream of its reply, opened, and what it takes from the budgets so far."""
    if options.get("idempotency_key") is not None and not settings.platform.operations[STREAM].idempotency_key:
        # A key that is not honoured would promise a safety that is not there.
        raise ConfigurationError(
            "idempotency_key: a stream takes none; use send for a message that must be safe to repeat"
        )
    call, charge = yield from _call_flow(settings, STREAM, draft, options)
    with settings.uploads.doubted(draft.model), charge.submitting(call.request.departure), trace_left(call):
        opened = yield from open_flow(settings, call)
    return opened, charge


def send_raw_flow(
    settings: Settings, request: Mapping[str, Any], options: RequestOptions
) -> Flow[Answer[ChatCompletion]]:
    """Check a request that is already in the vendor's JSON, and send it."""
    call_options = settings.resolve(options)
    require_object(settings, request)
    table = settings.table_of(request.get("model"))
    fields = {**plain_request(request, table), **_trace_id(call_options)}
    faults = Findings(settings.platform, table)
    note_beside_request(faults, table, call_options.unknown, chat=True)
    limits: list[Problem] = []
    if call_options.validate != "off":
        limits = (
            _limits(settings, table, fields, (), python=False) if table is not None else unknown_model(settings, fields)
        )
    note_unwritable(faults, fields, limits if call_options.validate == "strict" else ())
    enforce(settings, call_options.validate, table, limits, faults.problems)
    body = {**fields, **call_options.extra_params}
    return (yield from submit_reply_flow(settings, build_call(settings, COMPLETION, call_options, body=body)))


def named_model(request: object) -> str:
    """Return the model that a request in the vendor's JSON names, as a text."""
    return str(cast("Mapping[str, object]", request).get("model")) if isinstance(request, Mapping) else ""


def _call_flow(
    settings: Settings, operation: str, draft: ChatDraft, options: RequestOptions
) -> Flow[tuple[Call, Charge]]:
    """Check everything, upload the local attachments, and return the call that is ready to be made, and what it costs."""
    call_options = settings.resolve(options)
    table = settings.table_of(draft.model)
    faults = Findings(settings.platform, table, argument_names(table) if table is not None else {})
    named = table.name if table is not None else draft.model
    note_keywords(faults, table, call_options.unknown, named, OWN_KEYWORDS)
    rule = table.references if table is not None else attachment_rule(settings.platform)
    planned = plan_attachments(
        Planner(settings.platform, rule, faults), () if draft.attachments is None else draft.attachments
    )
    fields = {key: value for key, value in draft.fields.items() if value is not None}
    fields = plain(fields) if table is None else wire_values(table.params, fields, python=True)
    message = {"message": draft.message} if draft.message is not None else {}
    request = {"model": draft.model, **message, **fields, **_trace_id(call_options)}
    limits: list[Problem] = []
    if call_options.validate != "off":
        limits = _limits(settings, table, request, planned, python=True)
    note_unwritable(faults, request, limits if call_options.validate == "strict" else ())
    enforce(settings, call_options.validate, table, limits, faults.problems)
    settings.require_key()
    charge = settings.reserve(call_options.idempotency_key, draft.model)
    with charge.preparing():
        if planned:
            encode(settings, {**request, **call_options.extra_params})  # before any upload
            ids = yield from _upload_flow(settings, call_options, draft.model, planned)
            request[ATTACHMENTS_KEY] = [{"file_id": file_id} for file_id in ids]
        return build_call(settings, operation, call_options, body={**request, **call_options.extra_params}), charge


def _trace_id(options: CallOptions) -> dict[str, object]:
    return {"client_request_id": options.client_request_id} if options.client_request_id is not None else {}


def _limits(
    settings: Settings,
    table: ModelTable | None,
    request: Mapping[str, Any],
    planned: Sequence[PlannedAttachment],
    *,
    python: bool,
) -> list[Problem]:
    """Return what breaks a limit. Of a model that this package does not know, only files can be checked."""
    facts = [one.facts for one in planned]
    if table is None:
        findings = Findings(settings.platform)
        check_references(findings, attachment_rule(settings.platform), settings.platform, ATTACHMENTS_KEY, facts)
        return findings.problems
    if (problems := check_operation(table, settings.platform, COMPLETION)) is not None:
        return problems
    given = {ATTACHMENTS_KEY: [{"file_id": one.file_id or NOT_YET} for one in planned]} if planned else {}
    return check_request(table, {**request, **given}, settings.platform, facts, python=python)


def _upload_flow(
    settings: Settings, options: CallOptions, model_id: str, planned: Sequence[PlannedAttachment]
) -> Flow[list[str | None]]:
    """Upload what is local, each source once, and return the ids of all attachments in order."""
    flows: dict[Hashable, Flow[Answer[File]]] = {}
    for one in planned:
        if one.file is not None and one.file.key not in flows:
            flows[one.file.key] = upload_once_flow(settings, options, one.file, one.item, model_id)
    answers: list[Answer[File]] = (yield Gather(list(flows.values()), MOST_UPLOADS)) if flows else []
    uploaded = {key: _uploaded_id(answer) for key, answer in zip(flows, answers, strict=True)}
    return [uploaded[one.file.key] if one.file is not None else one.file_id for one in planned]


def _uploaded_id(answer: Answer[Any]) -> str:
    file_id = uploaded_id(answer.value)
    if file_id is None:
        raise UnexpectedResponseError(
            "the uploaded file has no id to attach it by",
            status=answer.response.status if answer.response is not None else 200,
            operation="files.create",
            body=answer.response.text() if answer.response is not None else "",
            response=answer.response,
            idempotency_key=None,
            request={},
        )
    return file_id
