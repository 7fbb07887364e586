"""A request on its way, of a job or of a chat message: checked as a whole, its files uploaded, and sent."""

# What is not for users has an underscore; of errors that can be repeated, it is between their module and this one.
# pyright: reportPrivateUsage=false
from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ._core.messages import Answer
from ._core.numbers_as_json import with_plain_numbers
from ._core.problems import Phrase, Problem, hint, shown
from ._core.wire import File
from ._spec.file_rules import ReferenceRule
from ._spec.findings import Findings
from ._spec.tables import ModelTable, Platform
from ._transport.calls import Call, build_call, call_flow, departure_noted, encode
from ._transport.flow import Flow
from ._transport.ledger import Charge
from ._transport.settings import CallOptions, Settings, given
from ._transport.unwritable import note_unwritable
from ._validation.keywords import argument_names, note_beside_request, note_keywords
from ._validation.prices import known_price
from ._validation.references import check_references
from ._validation.request import check_request, enforce
from ._validation.wire_values import plain_request, wire_values
from .errors import RepeatableError
from .files.parameters import PlannedFiles, parameter_item, parameter_problems, plan_parameters
from .files.references import Planned, Planner
from .files.uploads import upload_planned
from .options import RequestOptions


@dataclass(frozen=True, slots=True)
class Draft:
    """What a caller asks of a model, in Python terms; `None` stands for what is not given."""

    model: str
    text: str | None
    params: Mapping[str, object]
    files: Any = None


@dataclass(frozen=True, slots=True)
class RequestKind:
    """What tells the requests of jobs from those of chat messages."""

    operation: str
    text_key: str
    """Where the text goes, unless a model's table says otherwise."""
    params_key: str | None
    """The field that holds the parameters; `None` where they are fields of the request themselves."""
    files_key: str
    """The parameter that holds the files."""
    files_argument: str
    """What the method of a model calls them."""
    keywords: tuple[str, ...]
    """What a caller may say beside the options and the parameters of a model."""
    rule: Callable[[Platform], ReferenceRule]
    """Returns the rule for the files of a model that this package does not know."""
    plan: Callable[[Planner, Any], list[Planned]]
    """Returns what is to be done with each file."""
    item: Callable[[Planned, Answer[File]], Mapping[str, object]]
    """Returns an uploaded file as it goes over the wire."""
    settle: Callable[[Settings, Charge, Any], None]
    """Notes what an answer says of the cost."""

    def body(self, fields: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
        """Return a request with the parameters where they belong."""
        if self.params_key is None:
            return {**fields, **params}
        return {**fields, self.params_key: dict(params)} if params else dict(fields)


def create_flow(settings: Settings, kind: RequestKind, draft: Draft, options: RequestOptions) -> Flow[Answer[Any]]:
    """Check everything, upload the local files, and submit the request."""
    call, charge = yield from prepare_flow(settings, kind, draft, options, kind.operation)
    with settings.uploads.doubted(draft.model):
        return (yield from _submit_flow(settings, kind, call, charge))


def create_raw_flow(
    settings: Settings, kind: RequestKind, request: Mapping[str, Any], options: RequestOptions
) -> Flow[Answer[Any]]:
    """Check a request that is already in the vendor's JSON, and submit it."""
    return (yield from _submit_flow(settings, kind, _prepare_raw(settings, kind, request, options)))


def _submit_flow(settings: Settings, kind: RequestKind, call: Call, charge: Charge | None = None) -> Flow[Answer[Any]]:
    """Submit a request; also the second time, after an uncertain first. Raises BudgetExceededError.

    `charge` is what was set aside for it already.
    """
    if charge is None:
        price = known_price(settings.table_of(call.model_id), call.request.body or {})
        charge = settings.reserve(call.options.idempotency_key, price)
    again = partial(_submit_flow, settings, kind, call)
    with repeated_with(again), charge.submitting(call.request.departure), departure_noted(call):
        answer = yield from call_flow(settings, call)
    kind.settle(settings, charge, answer.value)
    return answer


def prepare_flow(
    settings: Settings, kind: RequestKind, draft: Draft, options: RequestOptions, operation: str
) -> Flow[tuple[Call, Charge]]:
    """Check everything, upload the local files, and return the call that is ready to be made, and what it costs."""
    checked = _check_draft(settings, kind, draft, options)
    settings.require_key()
    price = known_price(settings.table_of(draft.model), checked.body(checked.items))
    charge = settings.reserve(checked.options.idempotency_key, price)
    with charge.preparing():
        items: Sequence[Mapping[str, object]] = ()
        params = dict(checked.params)
        if checked.planned or checked.files:
            encode(settings, checked.body())  # before any upload
        if checked.planned:
            items = yield from upload_planned(settings, checked.options, draft.model, checked.planned, kind.item)
        for key, one in checked.files.items():
            uploaded = yield from upload_planned(settings, checked.options, draft.model, one.files, parameter_item)
            params[key] = one.value(uploaded)
        body = replace(checked, params=params).body(items)
        return build_call(settings, operation, checked.options, body=body), charge


def drafted_request(settings: Settings, kind: RequestKind, draft: Draft, options: RequestOptions) -> dict[str, Any]:
    """Check everything, and return the request as it would go over the wire, but for the addresses of local files."""
    checked = _check_draft(settings, kind, draft, options)
    return checked.body(checked.items)


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft that keeps to all rules, as its request goes over the wire, and the files that have to be uploaded."""

    kind: RequestKind
    options: CallOptions
    fields: Mapping[str, Any]
    params: Mapping[str, Any]
    planned: Sequence[Planned]
    files: Mapping[str, PlannedFiles]
    """The files that are parameters."""

    @property
    def items(self) -> Sequence[Mapping[str, object]]:
        """The files as far as they are known before they are uploaded."""
        return [one.item for one in self.planned]

    def body(self, items: Sequence[Mapping[str, object]] = ()) -> dict[str, Any]:
        """Return the request, with files."""
        files = {self.kind.files_key: list(items)} if items else {}
        return self.kind.body(self.fields, {**self.params, **files, **self.options.extra_params})


def _check_draft(settings: Settings, kind: RequestKind, draft: Draft, options: RequestOptions) -> CheckedDraft:
    call_options = settings.resolve(options)
    table = settings.table_of(draft.model)
    findings = Findings(settings.platform, table, argument_names(table) if table is not None else {})
    named = table.name if table is not None else draft.model
    note_keywords(findings, table, call_options.unknown, named, kind.keywords)
    rule = table.references if table is not None else kind.rule(settings.platform)
    planned = kind.plan(Planner(settings.platform, rule, findings), draft.files) if draft.files is not None else []
    fields = _fields(kind, table, draft, call_options)
    params = {key: value for key, value in draft.params.items() if value is not None}
    files = plan_parameters(settings.platform, table, params, findings)
    params |= {key: one.value([each.item for each in one.files]) for key, one in files.items()}
    params = with_plain_numbers(params) if table is None else wire_values(table.params, params, python=True)
    broken = parameter_problems(settings.platform, table, files)
    body = kind.body(fields, params)
    _check(settings, kind, call_options, table, body, findings=findings, planned=planned, broken=broken)
    return CheckedDraft(kind, call_options, fields, params, planned, files)


def _prepare_raw(settings: Settings, kind: RequestKind, request: Mapping[str, Any], options: RequestOptions) -> Call:
    """Check a request that is already in the vendor's JSON, and return the call that is ready to be made."""
    call_options = settings.resolve(options)
    if not isinstance(request, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise settings.refusal("wrong-type", "request", value=shown(request), expected=Phrase("type-object"))
    table = settings.table_of(request.get("model"))
    body: dict[str, Any] = {**plain_request(request, table), **_trace_id(call_options)}
    findings = Findings(settings.platform, table)
    note_beside_request(findings, table, call_options.unknown, chat=kind.params_key is None)
    _check(settings, kind, call_options, table, body, findings=findings)
    if kind.params_key is None:
        body |= call_options.extra_params
    elif call_options.extra_params:
        params = given(kind.params_key, body.get(kind.params_key), Mapping, {})
        body[kind.params_key] = {**params, **call_options.extra_params}
    return build_call(settings, kind.operation, call_options, body=body)


@contextmanager
def repeated_with(flow: Callable[[], Any]) -> Generator[None, None, None]:
    """Tell an error how its call is submitted again, as a flow."""
    try:
        yield
    except RepeatableError as error:
        error._flow = flow
        raise


@contextmanager
def repeated_by(run: Callable[[Any], Any]) -> Generator[None, None, None]:
    """Tell an error what its client does with that flow; not done for a call that carries no key."""
    try:
        yield
    except RepeatableError as error:
        flow = error._flow
        if flow is not None and error.idempotency_key is not None:
            error._again = lambda: run(flow())
        raise


def _fields(kind: RequestKind, table: ModelTable | None, draft: Draft, options: CallOptions) -> dict[str, Any]:
    text_key = table.prompt.key if table is not None and table.prompt is not None else kind.text_key
    text = {text_key: draft.text} if draft.text is not None else {}
    return {"model": draft.model, **text, **_trace_id(options)}


def _trace_id(options: CallOptions) -> dict[str, object]:
    return {"client_request_id": options.client_request_id} if options.client_request_id is not None else {}


def _check(
    settings: Settings,
    kind: RequestKind,
    options: CallOptions,
    table: ModelTable | None,
    body: Mapping[str, Any],
    *,
    findings: Findings,
    planned: Sequence[Planned] | None = None,
    broken: Sequence[Problem] = (),
) -> None:
    """Raise or warn, as the mode says, where a request breaks rules of its model; raise for the findings in any mode.

    `planned` are the files of a request that Python code has made; `None` for one that came in the vendor's JSON. `broken`
    is what else breaks a rule.
    """
    checked = options.validate != "off"
    problems = [*_rule_problems(settings, kind, table, body, planned), *broken] if checked else []
    note_unwritable(findings, body, problems if options.validate == "strict" else ())
    enforce(settings, options.validate, table, problems, findings.problems)


def _rule_problems(
    settings: Settings,
    kind: RequestKind,
    table: ModelTable | None,
    body: Mapping[str, Any],
    planned: Sequence[Planned] | None,
) -> list[Problem]:
    """Return what breaks a rule of the model. Of one that this package does not know, only files can be checked."""
    facts = [one.facts for one in planned or ()]
    findings = Findings(settings.platform, table)
    if table is not None and table.operation == kind.operation:
        if kind.params_key is None and planned:
            body = {**body, kind.files_key: [dict(one.item) for one in planned]}
        return check_request(table, body, settings.platform, facts, python=planned is not None)
    if table is not None:
        findings.add("other-operation", "model", operation=kind.operation, allowed=table.operation)
    elif planned is not None:
        check_references(findings, kind.rule(settings.platform), settings.platform, kind.files_key, facts)
    elif "model" in body:
        model = body["model"]
        findings.add("unknown-model", "model", value=shown(model), hint=hint(model, settings.models_by_id))
    else:
        findings.add("missing-parameter", "model", allowed="")
    return findings.problems
