"""The checks of requests: of the model that one names, and the client's own, so that both refuse in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..._core.problems import Problem
from ..._spec.findings import Findings
from ..._spec.tables import MediaType, ModelTable, Platform
from ..._validation.facts import ReferenceFacts
from ..._validation.request import check_request
from ..._validation.uploads import rules_of_uploads, upload_problems
from .._api.call import Call
from .._api.errors import ApiError


def called_model(call: Call, model_id: object, operation: str, unknown: str) -> ModelTable:
    """Return the model that a request names. Raises ApiError, with the code `unknown` for one of another operation."""
    if not isinstance(model_id, str):
        raise ApiError("validation_failed", "model: required, the id of a model.")
    served_api = call.emulation.served_api
    model = served_api.model(model_id)
    if model is None:
        raise ApiError(unknown, f'model: there is no model "{model_id}".')
    if model.operation != operation:
        raise ApiError(unknown, f'model: "{model_id}" is called by {model.operation}.')
    if not served_api.is_available(model_id):
        raise ApiError(unknown, f"model: {model_id} cannot be called yet.")
    return model


def request_problems(model: ModelTable, request: Mapping[str, Any], platform: Platform) -> list[str]:
    """Return the texts of what makes a request invalid; warnings do not."""
    return _texts(check_request(model, request, platform))


def file_problems(
    model: ModelTable | None, facts: ReferenceFacts, detected: list[MediaType], platform: Platform
) -> list[str]:
    """Return the texts of what makes an upload invalid for a model, or for the platform where no model is named."""
    findings = Findings(platform, model)
    findings.problems += upload_problems(model if rules_of_uploads(model) else None, platform, "file", facts)
    if not findings.problems and facts.kind not in {media_type.kind for media_type in detected}:
        findings.add("file-type", "file", name=facts.name, value=facts.mime_type, kind=facts.kind, allowed=facts.kind)
    return _texts(findings.problems)


def _texts(problems: list[Problem]) -> list[str]:
    return [problem.message() for problem in problems if problem.severity == "error"]
