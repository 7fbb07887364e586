"""The chat endpoints: messages are answered, paid for and remembered by their sessions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response, StreamingResponse

from ..._spec.tables import ModelTable
from ..._validation.prices import evaluate_request
from .._api.bodies import is_array, json_response, list_response, read_object
from .._api.call import Call
from .._api.errors import ApiError
from .._api.fields import new_id
from .._api.idempotency import respond_once
from .._objects.chat import Completion, completion_events, completion_object, full_session_object, session_object
from .._results.replies import Usage, count_usage, price, reply_text
from .._state.chat import ChatMessage, ChatSession
from .._state.files import StoredFile
from .checks import called_model, request_problems


async def create_completion(call: Call) -> Response:
    body = await read_object(call.request)
    return respond_once(call, body, lambda: completion_object(_complete(call, body)))


async def stream_completion(call: Call) -> Response:
    body = await read_object(call.request)
    # Settled and remembered before the first event, so that a reader who leaves early, or a crash, leaves nothing open.
    with call.emulation.store.database.transaction():
        completion = _complete(call, body)
    return StreamingResponse(
        _paced(completion, call), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def list_sessions(call: Call) -> Response:
    store = call.emulation.store
    sessions = [
        session_object(session, store.chat_messages.count(session.id)) for session in store.chat_sessions.latest()
    ]
    return list_response(sessions)


async def retrieve_session(call: Call) -> Response:
    store = call.emulation.store
    session = call.found(store.chat_sessions, "chat session")
    return json_response(full_session_object(session, store.chat_messages.of_session(session.id)))


async def _paced(completion: Completion, call: Call) -> AsyncIterator[bytes]:
    for event in completion_events(completion, call.emulation.platform.chat_stream):
        yield event
        # Each event is a write of its own, and others get their turn.
        await asyncio.sleep(0)


def _complete(call: Call, request: Mapping[str, Any]) -> Completion:
    """Answer a request inside a transaction; what makes it invalid raises before anything is written."""
    emulation, store, now = call.emulation, call.emulation.store, call.emulation.clock.now()
    model = called_model(call, request.get("model"), "chat.completions.create", "chat_model_not_supported")
    problems = request_problems(model, request, emulation.platform)
    if problems:
        raise ApiError("validation_failed", "\n".join(problems))
    session = _session(call, model, request.get("session_id"), now)
    images = _images(call, request.get("attachments"))
    history = store.chat_messages.of_session(session.id)
    text = str(request[model.prompt.key]) if model.prompt else ""
    reply = ChatMessage(new_id("msg"), session.id, "assistant", reply_text(model.name, text, history, images), now)
    usage = count_usage(history, text, len(images), reply.content)
    reserved, final = _price(model, request, usage)
    completion = Completion(new_id("chatcmpl"), session, reply, usage, reserved=reserved, final=final)
    _pay(call, completion, now)
    store.chat_messages.add(
        ChatMessage(new_id("msg"), session.id, "user", text, now, tuple(image.id for image in images))
    )
    store.chat_messages.add(reply)
    store.chat_sessions.put(replace(session, updated_at=now))
    return completion


def _price(model: ModelTable, request: Mapping[str, Any], usage: Usage) -> tuple[float, float]:
    """Return what is reserved for a reply, and what it costs once its tokens are counted."""
    reserved = evaluate_request(model, request).amount
    if model.credits.rows:
        return reserved, evaluate_request(model, request, usage.total_tokens).amount
    return reserved, price(reserved, usage)


def _session(call: Call, model: ModelTable, session_id: str | None, now: float) -> ChatSession:
    sessions = call.emulation.store.chat_sessions
    if session_id is None:
        session = ChatSession(new_id("session"), model.id, now, now)
        sessions.add(session)
        return session
    known = sessions.get(session_id)
    if known is None:
        raise ApiError("chat_session_conflict", "session_id: the API made no such session.")
    if known.model != model.id:
        raise ApiError("chat_session_conflict", f"session_id: this session belongs to {known.model}.")
    return known


def _images(call: Call, attachments: object) -> list[StoredFile]:
    """Return the attached files; their shape was checked before."""
    files = [call.emulation.store.files.get(item["file_id"]) for item in (attachments if is_array(attachments) else ())]
    images = [file for file in files if file is not None and file.kind == "image"]
    if len(images) < len(files):
        raise ApiError("chat_attachment_not_supported", "attachments: each has to be the file_id of an uploaded image.")
    return images


def _pay(call: Call, completion: Completion, now: float) -> None:
    wallet = call.emulation.store.wallet
    if not wallet.reserve(completion.id, completion.reserved, now):
        wanted, available = completion.reserved, wallet.credits
        raise ApiError("insufficient_credits", f"The reply needs {wanted} credits, and {available} are left.")
    wallet.settle(completion.id, completion.final, now)
