"""The key is shown nowhere, in whichever way it is written; and what a server says is shown as one line."""

from __future__ import annotations

import base64
import copy
import dataclasses
import html
import json
import logging
import pickle
import pprint
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from acme import Acme, AsyncAcme
from harness import Harness, failure, task
from pydantic import SecretStr
from runtime._core.api_key import ApiKey
from runtime.errors import APIError, ConfigurationError, ConnectionFailedError, RivyaError, UnexpectedResponseError
from runtime.jobs.errors import DownloadError, JobFailedError, JobTimeoutError
from runtime.options import RetryPolicy

KEY = 'acme_sk_Zq9-Xw7_/+"<&>\\.~Lk3'
WRITTEN = (KEY, repr(KEY)[1:-1], repr(KEY.encode())[2:-1])
TESTS = str(Path(__file__).parent.parent)
ONCE = RetryPolicy(attempts=1)


def in_base64(encode: Callable[[bytes], bytes]) -> Iterator[str]:
    """Yield what an encoding of base64 makes of the key, wherever it begins, without what belongs to its neighbours."""
    for before in range(3):
        for behind in range(3):
            yield encode(b"\0" * before + KEY.encode() + b"\0" * behind).decode()


def escaped(pattern: str) -> str:
    return "".join(pattern.format(ord(character)) for character in KEY)


SPELLINGS = {
    "plain": KEY,
    "json": json.dumps(KEY)[1:-1],
    "json in json": json.dumps(json.dumps(KEY))[3:-3],
    "json, slashes": json.dumps(KEY)[1:-1].replace("/", "\\/"),
    "json, all": escaped("\\u{:04x}"),
    "json, upper": escaped("\\u{:04X}"),
    "percent": quote(KEY, safe=""),
    "percent, all": escaped("%{:02x}"),
    "percent, twice": quote(escaped("%{:02X}"), safe=""),
    "html": html.escape(KEY),
    "html, decimal": escaped("&#{};"),
    "html, hexadecimal": escaped("&#x{:x};"),
    "html, upper": escaped("&#X{:04X};"),
    "hexadecimal": KEY.encode().hex(),
    "hexadecimal, upper": KEY.encode().hex().upper(),
    "strings of code": escaped("\\x{:02x}"),
    "mixed": KEY[:9] + quote(KEY[9:], safe=""),
    **{f"base64, {number}": text for number, text in enumerate(in_base64(base64.b64encode))},
    **{f"base64url, {number}": text for number, text in enumerate(in_base64(base64.urlsafe_b64encode))},
    "basic": base64.b64encode(f"user:{KEY}".encode()).decode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_found(spelling: str) -> None:
    key = ApiKey(KEY)
    shown = key.redact(f"[{SPELLINGS[spelling]}]")
    assert "[API key]" in shown
    # Of neighbours in base64, up to a few characters stay.
    assert len(shown.replace("[API key]", "")) <= 2 + 8, shown


def test_a_short_key_leaves_words_alone() -> None:
    assert ApiKey("key").redact("a title with a key in a2V5") == "a title with a [API key] in a2V5"
    assert ApiKey(None).redact(KEY) == KEY


def test_work_grows_with_the_text() -> None:
    for piece in ("\\", "&", "&#0", "%25", "&amp;", KEY[:9], KEY[:-1], "\\u00"):
        assert ApiKey(KEY).redact(piece * 20_000)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_answer_shows_the_key(harness: Harness, spelling: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    quoted = SPELLINGS[spelling]
    body = json.dumps({"error": {"code": quoted, "message": f"bad key {quoted}", "requestId": quoted}})
    seen: list[Any] = []
    headers = {"x-request-id": quoted, "x-echo": f"Bearer {quoted}"}
    answers = [
        httpx.Response(401, text=body, headers=headers),
        httpx.Response(502, text=f"<p>{quoted}", headers=headers),
    ]
    client = harness.script(*answers).client(api_key=KEY, on_response=seen.append, retry=ONCE)
    for _ in answers:
        with pytest.raises(APIError) as raised:
            harness.call(client.credits.balance())
        error, response = raised.value, raised.value.http_response
        assert response is not None
        seen += [str(error), error.code, error.request_id, error.body, error.message, dict(response.headers)]
        seen += [response.body.decode(), response.text()]
    told = [
        f"{one.response.body}{dict(one.response.headers)}" if hasattr(one, "response") else str(one) for one in seen
    ]
    text = "\n".join([*told, caplog.text])
    assert "[API key]" in text
    for written in {quoted, KEY, json.dumps(quoted)[1:-1]}:
        assert written not in text


def test_no_answer_in_wide_characters_shows_the_key(harness: Harness) -> None:
    for encoding in ("utf-16-le", "utf-16-be", "utf-32"):
        body = json.dumps({"error": {"code": "x", "message": f"bad key {KEY}"}}).encode(encoding)
        client = harness.script(httpx.Response(401, content=body)).client(api_key=KEY)
        with pytest.raises(APIError) as raised:
            harness.call(client.credits.balance())
        assert leaks(raised.value) == []
        assert KEY not in str(raised.value.body).replace("\0", "")


def test_a_success_that_cannot_be_read_shows_no_key(harness: Harness) -> None:
    bodies = (f'{{"current_credits": "{escaped("%{:02x}")}"}}', f"{KEY} is no json", json.dumps({"id": KEY}))
    client = harness.script(*(httpx.Response(200, text=body) for body in bodies)).client(api_key=KEY)
    for _ in bodies:
        with pytest.raises(UnexpectedResponseError) as raised:
            harness.call(client.credits.balance())
        assert leaks(raised.value) == []


def stored(value: Any) -> str:
    """Return all that can be logged, dumped or stored of a job or a reply."""
    response = value.http_response
    kept = [value.raw, dict(value), response.json(), response.text(), response.body, dict(response.headers)]
    return "".join([*map(repr, kept), repr(value), json.dumps(dict(value)), repr(pickle.dumps(value))])


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_success_keeps_the_key(harness: Harness, spelling: str) -> None:
    quoted = SPELLINGS[spelling]
    said = {"code": f"é\n{quoted}\t", "message": f"bad key {quoted}", "more": [{f"{quoted}": [quoted, "\\" + quoted]}]}
    reply = {"message": {"role": "assistant", "content": f"It is {quoted}."}, "model": "chatter"}
    steps = [task("failed", error=said), httpx.Response(200, json=reply)]
    for encoded in ("utf-8", "utf-16", "utf-32-be"):
        body = json.dumps(task("failed", error=said).json(), ensure_ascii=False)
        steps.append(httpx.Response(200, content=body.encode(encoded)))
    client = harness.script(*steps).client(api_key=KEY)
    first = harness.call(client.every.painter.create("a cat"))
    answers = [first, harness.call(client.every.chatter.send("Which key?"))]
    answers += [harness.call(client.generations.retrieve("task_1")) for _ in range(3)]
    for answer in answers:
        text = stored(answer)
        assert "[API key]" in text
        for written in {quoted, KEY, json.dumps(quoted)[1:-1], repr(quoted)[1:-1]}:
            assert written not in text
    assert first.error.code.startswith("é\n")
    assert first.raw["reserved_credits"] == 4


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_id_that_quotes_the_key_is_refused(harness: Harness, spelling: str) -> None:
    quoted = SPELLINGS[spelling]
    file = {"id": "file_1", "url": f"https://files.test/{quoted}"}
    reply = {"message": {"content": "Hello."}, "session_id": quoted}
    models = {"data": [{"id": "painter"}, {"id": quoted}]}
    steps = [task(id=f"task_{quoted}"), *(httpx.Response(200, json=body) for body in (file, reply, models))]
    client = harness.script(*steps).client(api_key=KEY)
    calls: list[tuple[str, Callable[[], Any]]] = [
        ("id of a Task", lambda: client.every.painter.create("a cat")),
        ("url of a File", lambda: client.files.create(b"\x89PNG\r\n\x1a\n")),
        ("session_id of a ChatCompletion", lambda: client.every.chatter.send("Hello")),
        ("id of a CatalogModel", client.models.list),
    ]
    for field, call in calls:
        with pytest.raises(UnexpectedResponseError, match=f"the API key is quoted in {field}") as raised:
            harness.call(call())
        assert leaks(raised.value) == []


def test_a_result_that_quotes_the_key_is_not_fetched(harness: Harness, tmp_path: Path) -> None:
    result = {"urls": [f"https://cdn.test/a/{quote(KEY, safe='')}"]}
    client = harness.script(task("succeeded", result=result)).client(api_key=KEY)
    job = harness.call(client.generations.retrieve("task_1"))
    with pytest.raises(DownloadError, match=r"\[API key\] had the API key in it"):
        harness.call(job.save(tmp_path))
    assert len(harness.sent) == 1


def test_an_answer_without_the_key_is_left_alone(harness: Harness) -> None:
    said = {"message": "a title with a key in a2V5 and 6b6579", "code": "%6b%65%79 \\u006b &#107;"}
    body = json.dumps(task(error=said).json(), indent=1)
    for key in (KEY, "key"):  # a short one may be a word
        client = harness.script(httpx.Response(200, text=body)).client(api_key=key)
        job = harness.call(client.generations.retrieve("task_1"))
        assert job.http_response.body == body.encode()
        assert job.error.message == said["message"]


# --- The object -------------------------------------------------------------------------------------------------------


def safe_repr(value: object) -> str:
    try:
        return repr(value)
    except Exception as error:  # such as a client that is half made
        return str(error)


def leaks(error: BaseException) -> list[str]:
    """Return the texts that show the key: of an exception, those behind it, their frames, requests and attributes."""
    found = []
    behind: BaseException | None = error
    while behind is not None:
        parts = [repr(behind), repr(vars(behind)), *map(repr, behind.args), getattr(behind, "doc", "")]
        try:
            request = getattr(behind, "request", None)
        except RuntimeError:
            request = None
        if isinstance(request, httpx.Request) or hasattr(request, "headers"):
            parts.append(repr(list(request.headers.multi_items())))
        for frame, _ in traceback.walk_tb(behind.__traceback__):
            # The frames of the tests are the caller's own; the others are what a listing with variables shows.
            if not frame.f_code.co_filename.startswith(TESTS):
                parts += [
                    f"{frame.f_code.co_qualname}: {name}={safe_repr(value)}" for name, value in frame.f_locals.items()
                ]
        found += [part for part in parts if any(one in part for one in WRITTEN)]
        behind = behind.__cause__ or behind.__context__
    return found


@pytest.mark.parametrize(
    "fault",
    [
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("silence"),
        httpx.WriteError("gone"),
        failure(500),
        failure(401, "unauthorized"),
    ],
    ids=str,
)
def test_no_error_leads_to_the_key(harness: Harness, fault: Any) -> None:
    def fail(request: Any) -> Any:
        raise type(harness.translated(fault))(*fault.args, request=request)

    step = fault if isinstance(fault, httpx.Response) else fail
    client = harness.script(step).client(api_key=KEY, retry=ONCE)
    with pytest.raises(RivyaError) as raised:
        harness.call(client.every.painter.create("a cat"))
    assert leaks(raised.value) == []


def test_no_request_that_cannot_be_built_leads_to_the_key(harness: Harness) -> None:
    # The rules for hosts of the HTTP library are stricter than those of Python.
    with pytest.raises(ConnectionFailedError, match="InvalidURL") as raised:
        harness.call(harness.client(api_key=KEY, base_url="https://a\u200db.test").credits.balance())
    assert leaks(raised.value) == []


class Stopped(BaseException):
    """Something like KeyboardInterrupt, which an event loop would not leave alone."""


def test_no_fault_of_a_transport_leads_to_the_key(harness: Harness) -> None:
    def fail(request: Any) -> Any:
        raise Stopped

    with pytest.raises(Stopped) as raised:
        harness.call(harness.script(fail).client(api_key=KEY).every.painter.create("a cat"))
    assert leaks(raised.value) == []


@pytest.mark.parametrize("client_class", [Acme, AsyncAcme])
@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "x"},
        {"api_key": f"{KEY}\n"},
        {"api_key": SecretStr(f"{KEY} x")},
        {"timeouts": 3},
        {"locale": "fr"},
        {"http_client": object()},
        {"proxy": "x"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_no_refusal_leads_to_the_key(client_class: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as raised:
        client_class(**{"api_key": KEY, **wrong})
    assert leaks(raised.value) == []


def test_nothing_opens_the_key(harness: Harness) -> None:
    client = harness.client(api_key=SecretStr(KEY))
    settings = client._transport.settings
    key = settings.api_key
    texts = [repr(key), str(key), f"{key}", repr(client), repr(settings), pprint.pformat(settings)]
    texts += [repr(vars(client)), json.dumps(settings, default=str), repr(dir(key))]
    texts += [repr({field.name: getattr(settings, field.name) for field in dataclasses.fields(settings)})]
    texts += [repr([getattr(key, name) for name in ApiKey.__slots__]), repr(copy.copy(key)), repr(copy.deepcopy(key))]
    texts += [repr(dataclasses.replace(settings, locale="zh-Hant")), repr(dataclasses.astuple(Holder(key)))]
    texts += [repr(dataclasses.asdict(Holder(key)))]
    assert KEY not in "".join(texts)
    with pytest.raises(TypeError):
        vars(key)
    with pytest.raises(TypeError):
        json.dumps(key)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(key, protocol)
    harness.script(httpx.Response(200, json={"current_credits": 7}))
    assert harness.call(client.credits.balance()) == 7
    assert harness.sent[0].headers["authorization"] == f"Bearer {KEY}"


@dataclasses.dataclass
class Holder:
    key: ApiKey


# --- One line ---------------------------------------------------------------------------------------------------------

NASTY = "a\r\nb\x1b[31m\x00\x7f\x85\u202e\u2066\u2028\u2029\u200f\u061c" + "x" * 9000
STEERING = set(NASTY) - set("abx[31m")


def assert_shown_well(*texts: Any, longest: int = 2000) -> None:
    for text in texts:
        assert text is None or (not STEERING & set(text) and len(text) < longest), text


def test_what_a_server_says_is_one_line(harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "rivya")
    said = {"error": {"code": NASTY, "message": NASTY, "requestId": NASTY}}
    header = NASTY[:300].encode().replace(b"\r\n", b"").replace(b"\0", b"")

    def answering(status: int, **headers: bytes) -> Any:
        named = {name.replace("_", "-").encode(): value for name, value in headers.items()}
        return lambda request: harness.library.Response(status, headers=named, text="x")

    client = harness.script(
        httpx.Response(500, json=said),
        answering(500, content_type=header, x_request_id=header),
        answering(302, location=b"https://elsewhere.test/" + header),
        answering(302, location=b"https://" + header),
    ).client(retry=ONCE)
    for _ in range(4):
        with pytest.raises(RivyaError) as raised:
            harness.call(client.credits.balance())
        error: Any = raised.value
        assert_shown_well(str(error), error.request_id)
        if isinstance(error, APIError):  # some libraries look at the address of a redirect as well
            assert_shown_well(error.code, error.message, error.http_response.refusal)
            assert_shown_well(*error.http_response.headers.values())
    assert_shown_well(*(record.getMessage() for record in caplog.records))


def test_what_a_job_says_is_one_line(harness: Harness) -> None:
    client = harness.script(*[task(NASTY, id=NASTY)] * 2).client()
    job = harness.call(client.every.painter.create("a cat"))
    assert_shown_well(repr(job))
    with pytest.raises(JobTimeoutError) as late:
        harness.call(job.wait(0.0))
    assert_shown_well(str(late.value))


def test_why_a_job_failed_is_one_line(harness: Harness) -> None:
    said = {"code": NASTY, "message": f"{NASTY[:20]}acme_sk_do_not_show_this{NASTY}"}
    job = harness.call(harness.script(task("failed", error=said)).client().generations.retrieve("task_1"))
    with pytest.raises(JobFailedError) as raised:
        harness.call(job.wait())
    assert_shown_well(str(raised.value), raised.value.code, raised.value.message)
    assert "[API key]" in str(raised.value)
    assert job.error.code == NASTY  # as it was received


def test_what_a_fault_says_is_one_line(harness: Harness) -> None:
    client = harness.script(httpx.ConnectError(f"{KEY} {NASTY}")).client(api_key=KEY, retry=ONCE)
    with pytest.raises(ConnectionFailedError) as raised:
        harness.call(client.credits.balance())
    assert_shown_well(str(raised.value))
    assert KEY not in str(raised.value)
