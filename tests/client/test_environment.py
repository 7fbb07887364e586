"""What stands around the client: variables of proxies and certificates, a caller's HTTP client, addresses and locales."""

from __future__ import annotations

import asyncio
import os
import socketserver
from collections.abc import Callable
from pathlib import Path
from typing import Any

import certifi
import httpx
import httpx2
import pytest
from acme import Acme, AsyncAcme
from harness import KEY, Harness, task
from runtime._core.problems import Problem
from runtime._transport import proxy_address
from runtime._transport.connecting import _certificates
from runtime._transport.proxies import environment_proxies
from runtime.errors import ConfigurationError, ConnectionFailedError
from runtime.options import RetryPolicy

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_dir", "sslkeylogfile")
CLIENTS = pytest.mark.parametrize("client_class", [Acme, AsyncAcme])


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def all_authorities(monkeypatch: pytest.MonkeyPatch) -> None:
    """As everybody has it who sets nothing; all other tests trust one authority."""
    monkeypatch.delenv("SSL_CERT_FILE")


def refusal_of_a_job(client_class: Any, **options: Any) -> str:
    """Return the text of the ConfigurationError of a job that is never sent; what was set aside for it is given back."""
    client = client_class(KEY, max_credits=10, **options)

    async def create() -> None:
        await client.every.painter.create("a cat")

    with pytest.raises(ConfigurationError) as raised:
        asyncio.run(create()) if client_class is AsyncAcme else client.every.painter.create("a cat")
    (budget,) = client.budgets
    assert (budget.reserved, budget.spent) == (0, 0)
    assert "s3cret" not in f"{raised.value!r}{raised.value.__cause__!r}{raised.value.__context__!r}"
    return str(raised.value)


BAD_PROXIES = (
    "socks://me:s3cret@proxy.test:1",
    "socks4://me:s3cret@proxy.test",
    "ftp://s3cret.test",
    "http://",
    "http://me:s3cret@proxy.test:99999",
    "http://me:s3cret@999.1.1.1:80",
    "http://s3cret test",
    "http://[s3cret",
    "me:s3cret",
    "http://..s3cret",
)


@CLIENTS
@pytest.mark.parametrize(
    "variable", ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
)
def test_a_bad_proxy_is_named_by_its_variable(
    client_class: Any, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in BAD_PROXIES:
        monkeypatch.setenv(variable, value)
        assert refusal_of_a_job(client_class).startswith(f"{variable} must be of the form"), value


@CLIENTS
def test_socks_needs_its_library(client_class: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy_address, "find_spec", lambda name: None)
    monkeypatch.setenv("ALL_PROXY", "socks5h://me:s3cret@proxy.test:1080")
    assert refusal_of_a_job(client_class).startswith("ALL_PROXY: a SOCKS proxy needs the library socksio")
    with pytest.raises(ConfigurationError, match="proxy: a SOCKS proxy needs") as raised:
        client_class(KEY, proxy="socks5://me:s3cret@proxy.test")
    assert "s3cret" not in str(raised.value)


def folder_of(kind: str, tmp_path: Path) -> str:
    (tmp_path / "empty").mkdir()
    (tmp_path / "words.pem").write_text("no certificate")
    return str(tmp_path / kind)


@CLIENTS
@pytest.mark.parametrize(
    ("variable", "kind"),
    [
        ("SSL_CERT_FILE", "missing"),
        ("SSL_CERT_FILE", "empty"),
        ("SSL_CERT_FILE", "words.pem"),
        ("SSL_CERT_DIR", "missing"),
        ("SSL_CERT_DIR", "empty"),
        ("SSL_CERT_DIR", "words.pem"),
        ("SSLKEYLOGFILE", "missing/log"),
    ],
)
@pytest.mark.usefixtures("all_authorities")
def test_certificates_that_are_none(
    client_class: Any, variable: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, folder_of(kind, tmp_path))
    assert refusal_of_a_job(client_class).startswith(f"{variable}: ")


@CLIENTS
@pytest.mark.parametrize(
    "case",
    [
        ("SSL_CERT_FILE", "missing", ["SSL_CERT_DIR"]),
        ("SSL_CERT_FILE", "words.pem", ["SSL_CERT_DIR", "SSLKEYLOGFILE"]),
        ("SSL_CERT_DIR", "missing", ["SSL_CERT_FILE"]),
        ("SSL_CERT_DIR", "words.pem", ["SSL_CERT_FILE", "SSLKEYLOGFILE"]),
        ("SSLKEYLOGFILE", "missing/log", ["SSL_CERT_FILE"]),
        ("SSLKEYLOGFILE", "empty", ["SSL_CERT_DIR"]),
    ],
)
@pytest.mark.usefixtures("all_authorities")
def test_the_bad_one_is_named_beside_good_ones(
    client_class: Any, case: tuple[str, str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, kind, others = case
    good = {"SSL_CERT_FILE": certifi.where(), "SSL_CERT_DIR": str(tmp_path), "SSLKEYLOGFILE": str(tmp_path / "log")}
    for name in others:
        monkeypatch.setenv(name, good[name])
    monkeypatch.setenv(bad, folder_of(kind, tmp_path))
    assert refusal_of_a_job(client_class).startswith(f"{bad}: ")


def test_good_certificates_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = os.pathsep.join([folder_of("missing", tmp_path), str(tmp_path)])
    good = {"SSL_CERT_FILE": certifi.where(), "SSL_CERT_DIR": folders, "SSLKEYLOGFILE": str(tmp_path / "log")}
    for name, value in good.items():
        monkeypatch.setenv(name, value)
        with Acme(KEY) as client:
            assert client._transport.connection.client()


@CLIENTS
@pytest.mark.usefixtures("all_authorities")
def test_certificates_without_any_variable(client_class: Any) -> None:
    assert client_class(KEY)._transport.connection.client()
    assert _certificates().cert_store_stats()["x509_ca"] > 20


EXEMPT = {
    "::3": ("http://[::3]:8080", "http://[::2]"),
    "[::3]": ("http://[::3]", "http://[::2]"),
    "[::3]:8080": ("http://[::3]:8080", "http://[::3]"),
    "fe80::/10": ("http://[fe80::5]", "http://[2001:db8::1]"),
    "[2001:db8::]/32": ("http://[2001:db8::1]", "http://[2001:db9::1]"),
    "10.0.0.0/8": ("http://10.200.3.4:81", "http://11.0.0.1"),
    "192.0.2.1": ("http://192.0.2.1", "http://192.0.2.2"),
    "10.0.0.1/8": ("http://[::ffff:10.2.3.4]", "http://ten.test"),
    "a.test, b.test": ("https://b.test", "https://c.test"),
    "a.test b.test": ("https://sub.B.test.", "https://xb.test"),
    ".a.test": ("https://sub.a.test", "https://a.test"),
    "*.a.test": ("https://sub.a.test", "https://a.test"),
    "a.test:8443": ("https://a.test:8443", "https://a.test"),
    "a.test:443": ("https://a.test", "http://a.test"),
    "https://a.test": ("https://a.test", "http://a.test"),
    "10.*": ("http://10.2.3.4", "http://110.2.3.4"),
    "192.168.*, *.b.test": ("https://192.168.7.1:5", "https://192.169.7.1"),
    "api-*.test": ("https://api-2.test", "https://api.test"),
    "*a.test": ("https://a.test", "https://b.test"),
    "169.254/16": ("http://169.254.1.2", "http://169.255.1.2"),
    "10./8": ("http://10.2.3.4", "http://11.2.3.4"),
    "localhost,,": ("http://localhost", "http://host"),
}


@pytest.mark.parametrize("entries", EXEMPT)
def test_what_is_reached_without_a_proxy(entries: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.test")
    monkeypatch.setenv("NO_PROXY", entries)
    proxies = environment_proxies()
    direct, through = (proxies.address_for(url.scheme, url.host, url.port) for url in map(httpx.URL, EXEMPT[entries]))
    assert (direct, through) == (None, "http://proxy.test")


def test_no_proxy_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks://proxy.test")
    monkeypatch.setenv("NO_PROXY", "a.test, *")
    assert not environment_proxies().addresses


@CLIENTS
@pytest.mark.parametrize("entry", ["10.0.0.0/99", "fe80::/200", "[::1", "::1]x", "a/b", "a:port", ":80"])
def test_entries_that_mean_nothing(client_class: Any, entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.test:8080")
    monkeypatch.setenv("NO_PROXY", f"a.test,{entry}")
    assert refusal_of_a_job(client_class).startswith("NO_PROXY: entry 2 is no host")


@CLIENTS
@pytest.mark.parametrize(
    "variables",
    [
        {"NO_PROXY": "10.*,a/b"},
        {"NO_PROXY": "a/b", "ALL_PROXY": "http://proxy.test"},
        {"ALL_PROXY": "socks5://proxy.test:1080"},
        {"ALL_PROXY": "ftp://proxy.test"},
        {"HTTP_PROXY": " ", "ALL_PROXY": "\t"},
    ],
    ids=str,
)
def test_no_variable_stops_what_goes_through_no_proxy(
    client_class: Any, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy_address, "find_spec", lambda name: None)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}"
    client = client_class(KEY, base_url=url, retry=RetryPolicy(attempts=1))

    async def ask() -> None:
        await client.credits.balance()

    with pytest.raises(ConnectionFailedError):  # nobody listens there any more, and nothing else stops the call
        asyncio.run(ask()) if client_class is AsyncAcme else client.credits.balance()
    client_class(KEY, base_url="http://127.0.0.1:1")._transport.connection.client()
    if "ALL_PROXY" in variables and variables["ALL_PROXY"].strip():
        assert refusal_of_a_job(client_class)


def test_the_scheme_goes_before_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://all.test")
    monkeypatch.setenv("https_proxy", "secure.test:1")
    proxies = environment_proxies()
    assert proxies.address_for("https", "a.test", None) == "http://secure.test:1"
    assert proxies.address_for("http", "a.test", None) == "http://all.test"


# --- A caller's HTTP client -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda wrong, right: wrong(),
        lambda wrong, right: right,
        lambda wrong, right: object(),
        lambda wrong, right: "https://api.test",
        lambda wrong, right: {"timeout": 3},
    ],
    ids=["other kind", "class", "object", "address", "settings"],
)
def test_an_unsuitable_client(harness: Harness, make: Callable[[Any, Any], object]) -> None:
    client_class = type(harness.client())
    kinds = (harness.library.AsyncClient, harness.library.Client)
    wrong, right = kinds if client_class is Acme else reversed(kinds)
    with pytest.raises(ConfigurationError, match=r"http_client: .* is no (a?synchronous) HTTP client"):
        client_class(KEY, http_client=make(wrong, right))


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_a_closed_client(library: Any) -> None:
    http_client = library.Client()
    http_client.close()
    with pytest.raises(ConfigurationError, match="http_client: it is closed"):
        Acme(KEY, http_client=http_client)


def test_a_client_that_was_closed_meanwhile(harness: Harness) -> None:
    client = harness.script(task()).client(max_credits=10)
    http_client = client._transport.connection.client()
    harness.call(http_client.aclose() if isinstance(client, AsyncAcme) else http_client.close())
    with pytest.raises(ConfigurationError, match="http_client: it is closed"):
        harness.call(client.every.painter.create("a cat"))
    assert (client.budgets[0].reserved, harness.sent) == (0, [])


def test_a_client_that_was_closed_between_two_attempts(harness: Harness) -> None:
    def lost(request: Any) -> Any:
        http_client._state = type(http_client._state).CLOSED  # as by another thread, or task
        raise harness.translated(httpx.ReadTimeout("silence"))

    client = harness.script(lost).client(max_credits=10)
    http_client = client._transport.connection.client()
    with pytest.raises(ConfigurationError, match="http_client: it is closed") as raised:
        harness.call(client.every.painter.create("a cat", idempotency_key="order-1"))
    assert "idempotency_key='order-1' finds it" in raised.value.__notes__[0]
    assert client.budgets[0].reserved == 4


# --- Addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/", "/v1//"])
@pytest.mark.parametrize("place", ["https://api.test", "https://gateway.test/acme", "http://localhost:8080"])
def test_the_version_in_the_address(harness: Harness, place: str, end: str) -> None:
    client = harness.script(httpx.Response(200, json={"current_credits": 7})).client(base_url=f"{place}{end}")
    harness.call(client.credits.balance())
    assert harness.sent[0].url == f"{place}/v1/credits"


@CLIENTS
@pytest.mark.parametrize("path", ["/v1/generations", "/acme/v1/generations/task_1", "/v1/credits/"])
def test_an_address_that_is_the_one_of_an_operation(client_class: Any, path: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^base_url: it ends in the path of \S+ \(/v1/.*leave that out"):
        client_class(KEY, base_url=f"https://api.test{path}")


@CLIENTS
def test_unencrypted_only_where_it_stays_here(client_class: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for host in ("localhost", "LOCALHOST:1", "api.localhost", "127.0.0.1", "127.9.9.9:80", "[::1]:80"):
        client_class(KEY, base_url=f"http://{host}")
    for host in ("api.test", "10.0.0.1", "[2001:db8::1]", "localhost.test", "127.0.0.1.test", "0.0.0.0"):
        with pytest.raises(ConfigurationError, match="allow_http=True"):
            client_class(KEY, base_url=f"http://{host}")
        assert client_class(KEY, base_url=f"http://{host}", allow_http=True)
    monkeypatch.setenv("ACME_BASE_URL", "HTTP://api.test")
    with pytest.raises(ConfigurationError, match="allow_http=True"):
        client_class(KEY)


# --- Locales ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "meant"),
    [
        *((name, "zh-Hant") for name in ("zh-Hant", "zh-TW", "zh_TW", "zh-HK", "ZH_mo", "zh-Hant-TW", "zh_hant_HK")),
        *((name, "zh-Hant") for name in ("zh_TW.UTF-8", "zh_HK@radical")),
        *((name, "en") for name in ("en", "EN-us", "en_GB.UTF-8", "en-Latn-GB")),
    ],
)
def test_a_locale_by_any_of_its_names(harness: Harness, locale: str, meant: str) -> None:
    client = harness.client(locale=locale)
    assert client._transport.settings.locale == meant
    assert harness.client().with_options(locale=locale)._transport.settings.locale == meant
    problem = Problem("missing-parameter", "prompt", {"allowed": ""}, _messages_module="acme._messages")
    assert problem.message(locale) == problem.message(meant)


@pytest.mark.parametrize("locale", ["zh", "zh-CN", "zh-Hans-TW", "fr", "", "C", "english", 5])
def test_a_locale_that_there_is_not(harness: Harness, locale: Any) -> None:
    for make in (lambda: harness.client(locale=locale), lambda: harness.client().with_options(locale=locale)):
        with pytest.raises(ConfigurationError, match=r"en, zh-Hant|must be a str"):
            make()
