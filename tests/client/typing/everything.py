"""Every public method and attribute of every public class, with its type by a public path: both checkers accept it."""

from __future__ import annotations

import os
import pathlib
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, assert_type

import pydantic
import rivya
import rivya.chat.async_chat
import rivya.chat.chat
import rivya.chat.sending
import rivya.client
import rivya.emulator
import rivya.files.media
import rivya.jobs.async_generations
import rivya.jobs.generations
import rivya.jobs.state
import rivya.resources.async_credits
import rivya.resources.async_files
import rivya.resources.async_models
import rivya.resources.async_webhooks
import rivya.resources.credits
import rivya.resources.files
import rivya.resources.models
import rivya.resources.webhooks
import rivya.types


def use_apierror(one: rivya.APIError) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.status, int)
    assert_type(one.code, str | None)
    assert_type(one.retryable, bool)
    assert_type(one.message, str)
    assert_type(one.operation, str)
    assert_type(one.body, object)


async def use_async_chat_stream(one: rivya.AsyncChatStream) -> None:
    assert_type(one.text_so_far, str)
    await one.aclose()
    assert_type(await one.text(), str)
    assert_type(one.reply, rivya.AsyncReply)


async def use_async_http_client(one: rivya.AsyncHttpClient, request: Any) -> None:
    assert_type(one.build_request("text", "text"), Any)
    assert_type(await one.send(request), rivya.HttpResponse)
    await one.aclose()


async def use_async_job(one: rivya.AsyncJob) -> None:
    assert_type(one.id, str)
    assert_type(one.status, str | None)
    assert_type(one.model, str | None)
    assert_type(one.reserved_credits, float | None)
    assert_type(one.final_credits, float | None)
    assert_type(one.created_at, str | None)
    assert_type(one.updated_at, str | None)
    assert_type(one.result, rivya.types.TaskResult | None)
    assert_type(one.urls, list[str])
    assert_type(one.error, rivya.types.TaskError | None)
    assert_type(one.raw, Mapping[str, Any])
    assert_type(one.http_response, rivya.Response | None)
    assert_type(await one.refresh(), rivya.AsyncJob)
    assert_type(await one.wait(), rivya.AsyncJob)
    assert_type(await one.save(), list[pathlib.Path])
    assert_type(one.done, bool)
    assert_type(one.succeeded, bool)


def use_async_reply(one: rivya.AsyncReply) -> None:
    assert_type(one.text, str)
    assert_type(one.id, str | None)
    assert_type(one.model, str)
    assert_type(one.session_id, str | None)
    assert_type(one.created_at, str | None)
    assert_type(one.usage, rivya.types.ChatUsage | None)
    assert_type(one.credits, rivya.types.ChatCredits | None)
    assert_type(one.raw, Mapping[str, Any])
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.session, rivya.AsyncSession)


async def use_async_rivya(one: rivya.AsyncRivya) -> None:
    assert_type(one.budgets, tuple[rivya.Budget, ...])
    assert_type(one.budget(1.0), rivya.Budget)
    assert_type(one.generations, rivya.jobs.async_generations.AsyncGenerations)
    assert_type(one.files, rivya.resources.async_files.AsyncFiles)
    assert_type(one.credits, rivya.resources.async_credits.AsyncCredits)
    assert_type(one.models, rivya.resources.async_models.AsyncLiveModels)
    assert_type(one.openapi, rivya.resources.async_models.AsyncOpenAPI)
    assert_type(one.webhooks, rivya.resources.async_webhooks.AsyncWebhooks)
    assert_type(one.chat, rivya.client.AsyncChatModels)
    assert_type(one.with_options(), rivya.AsyncRivya)
    await one.aclose()
    assert_type(one.image, rivya.client.AsyncImageModels)
    assert_type(one.video, rivya.client.AsyncVideoModels)
    assert_type(one.audio, rivya.client.AsyncAudioModels)


async def use_async_session(one: rivya.AsyncSession) -> None:
    assert_type(one.id, str)
    assert_type(one.model, str)
    assert_type(await one.send("text"), rivya.AsyncReply)
    assert_type(one.stream("text"), rivya.AsyncChatStream)


def use_attempt_outcome(one: rivya.AttemptOutcome) -> None:
    assert_type(one.request, rivya.SentRequest)
    assert_type(one.response, rivya.Response | None)
    assert_type(one.fault, str | None)
    assert_type(one.elapsed, float)


def use_budget(one: rivya.Budget) -> None:
    assert_type(one.reserved, float)
    assert_type(one.spent, float)
    assert_type(one.remaining, float)
    assert_type(one.limit, float)


def use_budget_exceeded_error(one: rivya.BudgetExceededError) -> None:
    assert_type(one.needed, float)
    assert_type(one.budget, rivya.Budget)
    assert_type(one.remaining, float)


def use_chat_event(one: rivya.ChatEvent) -> None:
    assert_type(one.event, str)
    assert_type(one.data, str)
    assert_type(one.id, str)
    assert_type(one.text, str)
    assert_type(one.json(), Any)


def use_chat_stream(one: rivya.ChatStream) -> None:
    assert_type(one.text_so_far, str)
    one.close()
    assert_type(one.text(), str)
    assert_type(one.reply, rivya.Reply)


def use_credit_estimate(one: rivya.CreditEstimate) -> None:
    assert_type(one.amount, float)
    assert_type(one.bound, Literal["exact", "lower", "unknown"])
    assert_type(one.reasons, tuple[str, ...])
    assert_type(one.is_lower_bound, bool | None)


def use_download_error(one: rivya.DownloadError) -> None:
    assert_type(one.status, int | None)
    assert_type(one.saved, tuple[pathlib.Path, ...])
    assert_type(one.job, rivya.jobs.state.JobState)


def use_file_id(one: rivya.FileId) -> None:
    assert_type(one.id, str)


def use_http_client(one: rivya.HttpClient, request: Any) -> None:
    assert_type(one.build_request("text", "text"), Any)
    assert_type(one.send(request), rivya.HttpResponse)
    one.close()


async def use_http_response(one: rivya.HttpResponse) -> None:
    assert_type(one.status_code, int)
    assert_type(one.headers, Mapping[str, str])
    assert_type(one.content, bytes)
    assert_type(one.is_stream_consumed, bool)
    assert_type(one.is_closed, bool)
    assert_type(one.iter_raw(), Iterator[bytes])
    assert_type(one.aiter_raw(), AsyncIterator[bytes])
    one.close()
    await one.aclose()


def use_job(one: rivya.Job) -> None:
    assert_type(one.id, str)
    assert_type(one.status, str | None)
    assert_type(one.model, str | None)
    assert_type(one.reserved_credits, float | None)
    assert_type(one.final_credits, float | None)
    assert_type(one.created_at, str | None)
    assert_type(one.updated_at, str | None)
    assert_type(one.result, rivya.types.TaskResult | None)
    assert_type(one.urls, list[str])
    assert_type(one.error, rivya.types.TaskError | None)
    assert_type(one.raw, Mapping[str, Any])
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.refresh(), rivya.Job)
    assert_type(one.wait(), rivya.Job)
    assert_type(one.save(), list[pathlib.Path])
    assert_type(one.done, bool)
    assert_type(one.succeeded, bool)


def use_job_failed_error(one: rivya.JobFailedError) -> None:
    assert_type(one.code, str | None)
    assert_type(one.message, str | None)
    assert_type(one.job, rivya.jobs.state.JobState)


def use_job_timeout_error(one: rivya.JobTimeoutError) -> None:
    assert_type(one.jobs, tuple[rivya.jobs.state.JobState, ...])
    assert_type(one.deadline, float)
    assert_type(one.job, rivya.jobs.state.JobState)


def use_jobs_failed_error(one: rivya.JobsFailedError) -> None:
    assert_type(one.errors, tuple[rivya.RivyaError, ...])
    assert_type(one.jobs, tuple[rivya.jobs.state.JobState, ...])


def use_media(one: rivya.Media) -> None:
    assert_type(
        one.source,
        str | os.PathLike[str] | bytes | bytearray | memoryview | rivya.ReadableFile | rivya.files.media.UploadedFile,
    )
    assert_type(one.kind, Literal["image", "video", "audio"] | None)
    assert_type(one.name, str | None)
    assert_type(one.mime_type, str | None)


def use_poll_policy(one: rivya.PollPolicy) -> None:
    assert_type(one.first, float | None)
    assert_type(one.interval, float | None)
    assert_type(one.max_interval, float | None)
    assert_type(one.growth, float | None)
    assert_type(one.deadline, float | None)
    assert_type(one.per_second, float | None)


def use_price(one: rivya.Price[...]) -> None:
    assert_type(one.base, float)
    assert_type(one.billing, str)
    assert_type(one.bound, Literal["exact", "lower", "unknown"])
    assert_type(one.estimate(), rivya.CreditEstimate)
    assert_type(one.estimate_call("A boat", n=2), rivya.CreditEstimate)


def use_problem(one: rivya.Problem) -> None:
    assert_type(one.code, str)
    assert_type(one.parameter, str)
    assert_type(one.parameters, Mapping[str, object])
    assert_type(one.severity, Literal["error", "warning"])
    assert_type(one.message(), str)


def use_readable_file(one: rivya.ReadableFile) -> None:
    assert_type(one.read(), bytes)


def use_repeatable_error(one: rivya.RepeatableError) -> None:
    assert_type(one.idempotency_key, str | None)
    assert_type(one.request, Mapping[str, Any])
    assert_type(one.repeat(), Any)


def use_reply(one: rivya.Reply) -> None:
    assert_type(one.text, str)
    assert_type(one.id, str | None)
    assert_type(one.model, str)
    assert_type(one.session_id, str | None)
    assert_type(one.created_at, str | None)
    assert_type(one.usage, rivya.types.ChatUsage | None)
    assert_type(one.credits, rivya.types.ChatCredits | None)
    assert_type(one.raw, Mapping[str, Any])
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.session, rivya.Session)


def use_request_options(one: rivya.RequestOptions) -> None:
    assert_type(one.get("idempotency_key"), str | None)
    assert_type(one.get("client_request_id"), str | None)
    assert_type(one.get("timeout"), float | rivya.Timeouts | None)
    assert_type(one.get("retry"), rivya.RetryPolicy | None)
    assert_type(one.get("validate"), Literal["strict", "warn", "off"] | None)
    assert_type(one.get("extra_params"), Mapping[str, Any] | None)
    assert_type(one.get("extra_headers"), Mapping[str, str] | None)


def use_response(one: rivya.Response) -> None:
    assert_type(one.status, int)
    assert_type(one.headers, Mapping[str, str])
    assert_type(one.body, bytes)
    assert_type(one.received, float)
    assert_type(one.elapsed, float)
    assert_type(one.refusal, str)
    assert_type(one.ok, bool)
    assert_type(one.request_id, str | None)
    assert_type(one.json(), Any)
    assert_type(one.text(), str)


def use_response_too_large_error(one: rivya.ResponseTooLargeError) -> None:
    assert_type(one.limit, int)
    assert_type(one.setting, str)


def use_retry_policy(one: rivya.RetryPolicy) -> None:
    assert_type(one.attempts, int)
    assert_type(one.initial, float)
    assert_type(one.maximum, float)
    assert_type(one.growth, float)
    assert_type(one.jitter, float)
    assert_type(one.retry_after_cap, float)
    assert_type(one.pause(1), float)


def use_rivya(one: rivya.Rivya) -> None:
    assert_type(one.budgets, tuple[rivya.Budget, ...])
    assert_type(one.budget(1.0), rivya.Budget)
    assert_type(one.generations, rivya.jobs.generations.Generations)
    assert_type(one.files, rivya.resources.files.Files)
    assert_type(one.credits, rivya.resources.credits.Credits)
    assert_type(one.models, rivya.resources.models.LiveModels)
    assert_type(one.openapi, rivya.resources.models.OpenAPI)
    assert_type(one.webhooks, rivya.resources.webhooks.Webhooks)
    assert_type(one.chat, rivya.client.ChatModels)
    assert_type(one.with_options(), rivya.Rivya)
    one.close()
    assert_type(one.image, rivya.client.ImageModels)
    assert_type(one.video, rivya.client.VideoModels)
    assert_type(one.audio, rivya.client.AudioModels)


def use_rivya_error(one: rivya.RivyaError) -> None:
    assert_type(one.request_id, str | None)


def use_sent_request(one: rivya.SentRequest) -> None:
    assert_type(one.operation, str)
    assert_type(one.method, str)
    assert_type(one.url, str)
    assert_type(one.headers, Mapping[str, str])
    assert_type(one.body, bytes | None)
    assert_type(one.attempt, int)


def use_session(one: rivya.Session) -> None:
    assert_type(one.id, str)
    assert_type(one.model, str)
    assert_type(one.send("text"), rivya.Reply)
    assert_type(one.stream("text"), rivya.ChatStream)


def use_size_limits(one: rivya.SizeLimits) -> None:
    assert_type(one.answer, int)
    assert_type(one.download, int)


def use_stream_interrupted_error(one: rivya.StreamInterruptedError) -> None:
    assert_type(one.session_id, str | None)
    assert_type(one.code, str | None)
    assert_type(one.text, str)


def use_timeouts(one: rivya.Timeouts) -> None:
    assert_type(one.connect, float)
    assert_type(one.request, float)
    assert_type(one.upload, float)
    assert_type(one.download, float)
    assert_type(one.pool, float)
    assert_type(one.deadline, float)


def use_tracer_provider(one: rivya.TracerProvider) -> None:
    assert_type(one.get_tracer("text"), Any)


def use_transport_error(one: rivya.TransportError) -> None:
    assert_type(one.attempts, int)
    assert_type(one.retryable, bool)
    assert_type(one.operation, str)


def use_unexpected_response_error(one: rivya.UnexpectedResponseError) -> None:
    assert_type(one.status, int)
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.operation, str)
    assert_type(one.body, str)


def use_validation_error(one: rivya.ValidationError) -> None:
    assert_type(one.problems, tuple[rivya.Problem, ...])


def use_webhook_event(one: rivya.WebhookEvent) -> None:
    assert_type(one.id, str)
    assert_type(one.type, str)
    assert_type(one.api_version, str | None)
    assert_type(one.created_at, str | None)
    assert_type(one.generation, rivya.types.Task | None)
    assert_type(one.raw, Mapping[str, Any])


def use_webhook_verification_error(one: rivya.WebhookVerificationError) -> None:
    assert_type(one.reason, str)


def use_wire_chat_message(one: rivya.types.ChatMessage) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.id, str | None)
    assert_type(one.role, str | None)
    assert_type(one.content, str | None)


def use_wire_chat_usage(one: rivya.types.ChatUsage) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.input_tokens, int | None)
    assert_type(one.output_tokens, int | None)
    assert_type(one.total_tokens, int | None)


def use_wire_chat_credits(one: rivya.types.ChatCredits) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.reserved, float | None)
    assert_type(one.final, float | None)


def use_wire_chat_completion(one: rivya.types.ChatCompletion) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.id, str | None)
    assert_type(one.object, str | None)
    assert_type(one.session_id, str | None)
    assert_type(one.model, str | None)
    assert_type(one.created_at, str | None)
    assert_type(one.message, rivya.types.ChatMessage)
    assert_type(one.usage, rivya.types.ChatUsage | None)
    assert_type(one.credits, rivya.types.ChatCredits | None)


def use_wire_credit_balance(one: rivya.types.CreditBalance) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.current_credits, float)


def use_wire_error_detail(one: rivya.types.ErrorDetail) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.code, str | None)
    assert_type(one.message, str | None)
    assert_type(one.request_id, str | None)


def use_wire_error_envelope(one: rivya.types.ErrorEnvelope) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.error, rivya.types.ErrorDetail)


def use_wire_file(one: rivya.types.File) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.url, str)
    assert_type(one.duration_token, str | None)
    assert_type(one.id, str | None)
    assert_type(one.file_id, str | None)
    assert_type(one.kind, str | None)
    assert_type(one.mime_type, str | None)


def use_wire_catalog_model(one: rivya.types.CatalogModel) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.id, str)
    assert_type(one.display_name, str | None)
    assert_type(one.category, Literal["image", "video", "audio", "chat"] | str | None)
    assert_type(one.runtime, str | None)
    assert_type(one.base_credits, float | None)
    assert_type(one.billing_type, Literal["FIXED", "METERED", "TOKEN_BASED"] | str | None)
    assert_type(one.supported_modes, list[str] | None)
    assert_type(one.max_prompt_length, int | None)
    assert_type(one.reference_media, dict[str, Any] | None)
    assert_type(one.params, list[Any] | None)
    assert_type(one.api_status, Literal["available", "coming_soon", "studio_only"] | str | None)
    assert_type(
        one.api_input_status,
        Literal["available_text", "available_url_input", "partial_requires_files", "requires_files_api"] | str | None,
    )
    assert_type(one.supported_api_inputs, list[str] | None)
    assert_type(one.requires_files_api, bool | None)
    assert_type(one.requires_upload_for_modes, list[str] | None)
    assert_type(one.url_input_supported, bool | None)
    assert_type(one.file_kinds, list[str] | None)
    assert_type(one.chat_capabilities, dict[str, Any] | None)
    assert_type(one.notices, list[Any] | None)


def use_wire_model_list(one: rivya.types.ModelList) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.object, str | None)
    assert_type(one.data, list[rivya.types.CatalogModel])


def use_wire_open_list(one: rivya.types.OpenList) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.object, str | None)
    assert_type(one.data, Any | None)


def use_wire_open_object(one: rivya.types.OpenObject) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.object, str | None)
    assert_type(one.data, Any | None)


def use_wire_task_result(one: rivya.types.TaskResult) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.primary_url, str | None)
    assert_type(one.urls, list[str] | None)


def use_wire_task_error(one: rivya.types.TaskError) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.code, str | None)
    assert_type(one.message, str | None)


def use_wire_task(one: rivya.types.Task) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.id, str)
    assert_type(one.status, Literal["queued", "processing", "succeeded", "failed"] | str)
    assert_type(one.model, str | None)
    assert_type(one.reserved_credits, float | None)
    assert_type(one.final_credits, float | None)
    assert_type(one.created_at, str | None)
    assert_type(one.updated_at, str | None)
    assert_type(one.result, rivya.types.TaskResult | None)
    assert_type(one.error, rivya.types.TaskError | None)


def use_wire_webhook_endpoint(one: rivya.types.WebhookEndpoint) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.id, str)
    assert_type(one.object, str | None)
    assert_type(one.name, str | None)
    assert_type(one.url, str | None)
    assert_type(one.event_types, list[str] | None)
    assert_type(one.status, Literal["active"] | str | None)
    assert_type(one.secret_preview, str | None)
    assert_type(one.signing_secret, pydantic.types.SecretStr | None)
    assert_type(one.last_success_at, str | None)
    assert_type(one.last_failure_at, str | None)
    assert_type(one.failure_count, int | None)
    assert_type(one.created_at, str | None)
    assert_type(one.updated_at, str | None)
    assert_type(one.disabled_at, str | None)
    assert_type(one.revoked_at, str | None)


def use_wire_webhook_endpoint_create(one: rivya.types.WebhookEndpointCreate) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.name, str | None)
    assert_type(one.url, str)
    assert_type(one.event_types, list[Literal["generation.succeeded", "generation.failed"] | str] | None)


def use_wire_webhook_endpoint_list(one: rivya.types.WebhookEndpointList) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.object, str | None)
    assert_type(one.data, list[rivya.types.WebhookEndpoint] | None)


def use_wire_webhook_endpoint_update(one: rivya.types.WebhookEndpointUpdate) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.name, str | None)
    assert_type(one.url, str | None)
    assert_type(one.event_types, list[Literal["generation.succeeded", "generation.failed"] | str] | None)


def use_wire_webhook_event(one: rivya.types.WebhookEvent) -> None:
    assert_type(one.http_response, rivya.Response | None)
    assert_type(one.id, str)
    assert_type(one.type, Literal["generation.succeeded", "generation.failed"] | str)
    assert_type(one.api_version, str | None)
    assert_type(one.created_at, str | None)


def use_access(one: rivya.emulator.Access) -> None:
    assert_type(one.keys, dict[str, rivya.emulator.Key])
    assert_type(one.limit, rivya.emulator.RateLimit | None)
    assert_type(one.disabled, bool)


def use_account_sums(one: rivya.emulator.AccountSums) -> None:
    assert_type(one.initial, float)
    assert_type(one.spent, float)
    assert_type(one.reserved, float)
    assert_type(one.other, float)
    assert_type(one.credits, float)


def use_clock(one: rivya.emulator.Clock, moved: Callable[[], None]) -> None:
    assert_type(one.now(), float)
    one.watch(moved)


def use_emulator(one: rivya.emulator.Emulator) -> None:
    one.start()
    one.close()
    one.reset()
    assert_type(one.url, str)
    assert_type(one.requests, Sequence[rivya.emulator.RecordedRequest])
    assert_type(one.credits, float)
    assert_type(one.ledger, Sequence[rivya.emulator.LedgerRow])
    assert_type(one.jobs, Sequence[dict[str, Any]])
    assert_type(one.files, Sequence[dict[str, Any]])
    assert_type(one.audit(), rivya.emulator.AccountSums)
    assert_type(one.access, rivya.emulator.Access)
    assert_type(one.port, int)
    assert_type(one.key, str)
    assert_type(one.job_seconds, float)
    assert_type(one.allow_local_webhooks, bool)
    assert_type(one.faults, rivya.emulator.Faults)
    assert_type(one.host, str)


def use_fault(one: rivya.emulator.Fault) -> None:
    assert_type(one.kind, str)
    assert_type(one.value, float | str | None)
    assert_type(one.number, float)
    assert_type(one.operation, str | None)
    assert_type(one.times, int | None)
    assert_type(one.retry_after, float | None)
    assert_type(one.phase, Literal["arrival", "answer", "job"])
    assert_type(one.strikes("text"), bool)


def use_fault_refused(one: rivya.emulator.FaultRefused) -> None:
    assert_type(one.allowed, tuple[str, ...])


def use_faults(
    one: rivya.emulator.Faults, fault: rivya.emulator.Fault | str, header: str | None, request: tuple[str, ...]
) -> None:
    assert_type(one.armed, list[rivya.emulator.Fault])
    one.add(fault)
    one.clear()
    assert_type(one.take("text", header, request), dict[Literal["arrival", "answer", "job"], rivya.emulator.Fault])


def use_key(one: rivya.emulator.Key) -> None:
    assert_type(one.scopes, Collection[str] | None)
    assert_type(one.state, Literal["active", "revoked", "expired"])
    assert_type(one.allows("text"), bool)


def use_ledger_row(one: rivya.emulator.LedgerRow) -> None:
    assert_type(one.kind, str)
    assert_type(one.subject, str)
    assert_type(one.millionths, int)
    assert_type(one.sum_so_far, int)
    assert_type(one.at, float)
    assert_type(one.amount, float)
    assert_type(one.balance, float)


def use_manual_clock(one: rivya.emulator.ManualClock, moved: Callable[[], None]) -> None:
    assert_type(one.now(), float)
    one.advance(1.0)
    one.watch(moved)


def use_rate_limit(one: rivya.emulator.RateLimit) -> None:
    assert_type(one.requests, int)
    assert_type(one.seconds, float)
    assert_type(one.wait("text", 1.0), float)
    one.forget()


def use_recorded_request(one: rivya.emulator.RecordedRequest) -> None:
    assert_type(one.method, str)
    assert_type(one.path, str)
    assert_type(one.headers, Mapping[str, str])
    assert_type(one.body_size, int)


async def use_async_generations(
    one: rivya.jobs.async_generations.AsyncGenerations, request: Mapping[str, Any], jobs: Iterable[rivya.AsyncJob]
) -> None:
    assert_type(await one.create(request), rivya.AsyncJob)
    assert_type(await one.retrieve("text"), rivya.AsyncJob)
    assert_type(one.job("text"), rivya.AsyncJob)
    assert_type(await one.wait_all(jobs), list[rivya.AsyncJob])
    assert_type(one.as_completed(jobs), AsyncIterator[rivya.AsyncJob])


async def use_async_files(
    one: rivya.resources.async_files.AsyncFiles,
    source: str
    | os.PathLike[str]
    | bytes
    | bytearray
    | memoryview
    | rivya.ReadableFile
    | rivya.files.media.UploadedFile
    | rivya.Media,
) -> None:
    assert_type(await one.create(source), rivya.types.File)
    assert_type(await one.retrieve("text"), rivya.types.File)


async def use_async_credits(one: rivya.resources.async_credits.AsyncCredits) -> None:
    assert_type(await one.retrieve(), rivya.types.CreditBalance)
    assert_type(await one.balance(), float)


async def use_async_live_models(one: rivya.resources.async_models.AsyncLiveModels) -> None:
    assert_type(await one.list(), rivya.types.ModelList)
    assert_type(await one.retrieve("text"), rivya.types.CatalogModel)
    assert_type(await one.get("text"), rivya.types.CatalogModel)


async def use_async_open_api(one: rivya.resources.async_models.AsyncOpenAPI) -> None:
    assert_type(await one.retrieve(), Mapping[str, Any])


async def use_async_webhooks(one: rivya.resources.async_webhooks.AsyncWebhooks) -> None:
    assert_type(await one.list(), rivya.types.WebhookEndpointList)
    assert_type(await one.create(url="text"), rivya.types.WebhookEndpoint)
    assert_type(await one.retrieve("text"), rivya.types.WebhookEndpoint)
    assert_type(await one.update("text"), rivya.types.WebhookEndpoint)
    assert_type(await one.delete("text"), rivya.types.OpenObject)
    assert_type(await one.rotate_secret("text"), rivya.types.WebhookEndpoint)
    assert_type(await one.test("text"), rivya.types.OpenObject)
    assert_type(await one.deliveries("text"), rivya.types.OpenList)
    assert_type(await one.events(), rivya.types.OpenList)


async def use_async_chat_models(one: rivya.client.AsyncChatModels, request: Mapping[str, Any]) -> None:
    assert_type(one.sessions, rivya.chat.async_chat.AsyncSessions)
    assert_type(one.session("text", model="text"), rivya.AsyncSession)
    assert_type(await one.create(request), rivya.AsyncReply)
    assert_type(await one.send("text", model="text"), rivya.AsyncReply)
    assert_type(one.stream("text", model="text"), rivya.AsyncChatStream)


def use_uploaded_file(one: rivya.files.media.UploadedFile) -> None:
    assert_type(one.url, str)


def use_chat_options(one: rivya.chat.sending.ChatOptions) -> None:
    assert_type(one.get("idempotency_key"), str | None)
    assert_type(one.get("client_request_id"), str | None)
    assert_type(one.get("timeout"), float | rivya.Timeouts | None)
    assert_type(one.get("retry"), rivya.RetryPolicy | None)
    assert_type(one.get("validate"), Literal["strict", "warn", "off"] | None)
    assert_type(one.get("extra_params"), Mapping[str, Any] | None)
    assert_type(one.get("extra_headers"), Mapping[str, str] | None)
    assert_type(one.get("enable_web_search"), bool | None)
    assert_type(one.get("reasoning_effort"), str | None)


def use_generations(
    one: rivya.jobs.generations.Generations, request: Mapping[str, Any], jobs: Iterable[rivya.Job]
) -> None:
    assert_type(one.create(request), rivya.Job)
    assert_type(one.retrieve("text"), rivya.Job)
    assert_type(one.job("text"), rivya.Job)
    assert_type(one.wait_all(jobs), list[rivya.Job])
    assert_type(one.as_completed(jobs), Iterator[rivya.Job])


def use_files(
    one: rivya.resources.files.Files,
    source: str
    | os.PathLike[str]
    | bytes
    | bytearray
    | memoryview
    | rivya.ReadableFile
    | rivya.files.media.UploadedFile
    | rivya.Media,
) -> None:
    assert_type(one.create(source), rivya.types.File)
    assert_type(one.retrieve("text"), rivya.types.File)


def use_credits(one: rivya.resources.credits.Credits) -> None:
    assert_type(one.retrieve(), rivya.types.CreditBalance)
    assert_type(one.balance(), float)


def use_live_models(one: rivya.resources.models.LiveModels) -> None:
    assert_type(one.list(), rivya.types.ModelList)
    assert_type(one.retrieve("text"), rivya.types.CatalogModel)
    assert_type(one.get("text"), rivya.types.CatalogModel)


def use_open_api(one: rivya.resources.models.OpenAPI) -> None:
    assert_type(one.retrieve(), Mapping[str, Any])


def use_webhooks(one: rivya.resources.webhooks.Webhooks) -> None:
    assert_type(one.list(), rivya.types.WebhookEndpointList)
    assert_type(one.create(url="text"), rivya.types.WebhookEndpoint)
    assert_type(one.retrieve("text"), rivya.types.WebhookEndpoint)
    assert_type(one.update("text"), rivya.types.WebhookEndpoint)
    assert_type(one.delete("text"), rivya.types.OpenObject)
    assert_type(one.rotate_secret("text"), rivya.types.WebhookEndpoint)
    assert_type(one.test("text"), rivya.types.OpenObject)
    assert_type(one.deliveries("text"), rivya.types.OpenList)
    assert_type(one.events(), rivya.types.OpenList)


def use_chat_models(one: rivya.client.ChatModels, request: Mapping[str, Any]) -> None:
    assert_type(one.sessions, rivya.chat.chat.Sessions)
    assert_type(one.session("text", model="text"), rivya.Session)
    assert_type(one.create(request), rivya.Reply)
    assert_type(one.send("text", model="text"), rivya.Reply)
    assert_type(one.stream("text", model="text"), rivya.ChatStream)


async def use_async_sessions(one: rivya.chat.async_chat.AsyncSessions) -> None:
    assert_type(await one.list(), rivya.types.OpenList)
    assert_type(await one.retrieve("text"), rivya.types.OpenObject)


def use_sessions(one: rivya.chat.chat.Sessions) -> None:
    assert_type(one.list(), rivya.types.OpenList)
    assert_type(one.retrieve("text"), rivya.types.OpenObject)
