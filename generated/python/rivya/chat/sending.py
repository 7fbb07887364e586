"""A message on its way to a chat model as flows: check, upload attachments, send, or open the stream of its reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from .._core.messages import Opened
from .._core.wire import ChatCompletion
from .._submission import Draft, RequestKind, prepare_flow
from .._transport.calls import departure_noted, open_flow
from .._transport.flow import Flow
from .._transport.ledger import Charge
from .._transport.settings import Settings
from ..errors import ConfigurationError
from ..options import RequestOptions
from .attachments import Attachments, attachment_item, attachment_rule, plan_attachments
from .events import COMPLETION

STREAM = "chat.completions.stream"


class ChatOptions(RequestOptions, total=False):
    """Options of one message, all of them optional keywords: those of every call, and what chat models take."""

    enable_web_search: bool
    """Lets the model search the web, where it can."""
    reasoning_effort: str
    """How much the model thinks, where it can."""


OWN_OPTIONS = ChatOptions.__annotations__.keys() - RequestOptions.__annotations__.keys()
OWN_KEYWORDS = ("session_id", "attachments", *sorted(OWN_OPTIONS))
"""What a message to any model may say, beside the options of every call."""


def settle(_: Settings, charge: Charge, completion: ChatCompletion) -> None:
    """Note what a reply cost, as far as the API says it."""
    charge.correct(completion.credits.final if completion.credits is not None else None, ended=True)


MESSAGE = RequestKind(
    operation=COMPLETION,
    text_key="message",
    params_key=None,
    files_key="attachments",
    files_argument="attachments",
    keywords=OWN_KEYWORDS,
    rule=attachment_rule,
    plan=plan_attachments,
    item=attachment_item,
    settle=settle,
)


def draft_message(
    model: str, message: str, session_id: str | None, attachments: Attachments | None, options: ChatOptions
) -> tuple[Draft, RequestOptions]:
    """Return the draft of a message to a model by its id, and the options of the call."""
    fields = {key: value for key, value in options.items() if key in OWN_OPTIONS}
    rest: Any = {key: value for key, value in options.items() if key not in OWN_OPTIONS}
    return Draft(model, message, {"session_id": session_id, **fields}, attachments), rest


def stream_flow(settings: Settings, draft: Draft, options: RequestOptions) -> Flow[tuple[Opened, Charge]]:
    """Send a message and return the stream of its reply, opened, and what it takes from the budgets so far."""
    if options.get("idempotency_key") is not None and not settings.platform.operations[STREAM].idempotency_key:
        # A key that is not honoured would promise a safety that is not there.
        raise ConfigurationError(
            "idempotency_key: a stream takes none: use send for a message that must be safe to repeat"
        )
    call, charge = yield from prepare_flow(settings, MESSAGE, draft, options, STREAM)
    with settings.uploads.doubted(draft.model), charge.submitting(call.request.departure), departure_noted(call):
        opened = yield from open_flow(settings, call)
    return opened, charge


def named_model(request: object) -> str:
    """Return the model that a request in the vendor's JSON names, as a text."""
    return str(cast("Mapping[str, object]", request).get("model")) if isinstance(request, Mapping) else ""
