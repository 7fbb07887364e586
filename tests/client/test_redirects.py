"""Redirects: followed within one origin, those of downloads to others too, at most five; the key goes nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from harness import KEY, Harness, Step, failure, task, uploaded
from runtime.errors import RedirectError, SubmissionUncertainError
from runtime.jobs.errors import DownloadError
from samples import PNG

API = "https://api.acme.test"


def moved(location: str | None, status: int = 307) -> httpx.Response:
    return httpx.Response(status, headers={} if location is None else {"location": location})


def picture() -> httpx.Response:
    return httpx.Response(200, content=PNG, headers={"content-type": "image/png"})


def retrieve(harness: Harness, *steps: Step, **settings: Any) -> Any:
    return harness.call(harness.script(*steps).client(**settings).generations.retrieve("task_1"))


def create(harness: Harness, *steps: Step) -> Any:
    return harness.call(harness.script(*steps).client().every.painter.create("a cat"))


FOLLOWED = [
    ("/v2/generations/1", f"{API}/v2/generations/1"),
    ("2", f"{API}/v1/generations/2"),
    ("../credits?x=1#part", f"{API}/v1/credits?x=1"),
    (f"{API}/other", f"{API}/other"),
    ("HTTPS://API.acme.test:443/other", f"{API}/other"),
    ("?page=2", f"{API}/v1/generations/task_1?page=2"),
    (API, f"{API}/"),
]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(("location", "target"), FOLLOWED)
def test_within_the_origin_they_are_followed(harness: Harness, location: str, target: str, status: int) -> None:
    assert retrieve(harness, moved(location, status), task()).id == "task_1"
    assert [(sent.method, sent.url) for sent in harness.sent[1:]] == [("GET", target)]
    assert harness.sent[1].headers["authorization"] == f"Bearer {KEY}"
    assert harness.sleeps == []


def test_the_path_of_the_base_url_is_no_fence(harness: Harness) -> None:
    retrieve(harness, moved("/elsewhere/1"), task(), base_url=f"{API}/prefix")
    assert [sent.url for sent in harness.sent] == [f"{API}/prefix/v1/generations/task_1", f"{API}/elsewhere/1"]


ELSEWHERE = [
    ("https://evil.test/take?it=all", "https://evil.test"),
    ("//evil.test/take", "https://evil.test"),
    ("http://api.acme.test/v1", "http://api.acme.test"),
    ("https://api.acme.test:8443/v1", "https://api.acme.test:8443"),
    ("https://api.acme.test@evil.test/", "https://evil.test"),
    ("https://user:pass@evil.test/", "https://evil.test"),
    ("https://[::1]:9/", "https://[::1]:9"),
    ("file:///etc/passwd", "file://"),
]


@pytest.mark.parametrize(("location", "host"), ELSEWHERE)
def test_to_another_origin_is_an_error_that_names_it(harness: Harness, location: str, host: str) -> None:
    with pytest.raises(RedirectError) as raised:
        retrieve(harness, moved(location), task())
    assert f"within {API} only, and this one leads to {host}" in str(raised.value)
    assert raised.value.status == 307
    assert raised.value.http_response.headers["location"] == location
    assert len(harness.sent) == 1
    assert "it=all" not in str(raised.value)
    assert "pass" not in str(raised.value)


@pytest.mark.parametrize("location", [None, "", "https://[evil"])
def test_malformed_ones_are_errors(harness: Harness, location: str | None) -> None:
    with pytest.raises(RedirectError, match=r"names no address|malformed"):
        retrieve(harness, moved(location))


@pytest.mark.parametrize(
    "location", ["/\\evil.test/", "\\\\evil.test", "/%2f%2fevil.test", "https:///evil.test", "///evil.test"]
)
def test_no_spelling_leads_to_another_host(harness: Harness, location: str) -> None:
    try:
        retrieve(harness, moved(location), task())
    except RedirectError:
        assert len(harness.sent) == 1
    assert {httpx.URL(sent.url).host for sent in harness.sent} == {"api.acme.test"}


def test_five_are_followed_and_the_sixth_is_not(harness: Harness) -> None:
    retrieve(harness, *[moved(f"/{number}") for number in range(5)], task())
    with pytest.raises(RedirectError, match="more than 5 redirects"):
        retrieve(harness, *[moved(f"/{number}") for number in range(6)])
    assert len(harness.sent) == 12


@pytest.mark.parametrize("status", [307, 308])
def test_a_post_keeps_method_body_and_key(harness: Harness, status: int) -> None:
    assert create(harness, moved("/v2/generations", status), failure(503), task()).id == "task_1"
    first, second, third = harness.sent
    # The next attempt begins where the first did.
    assert [sent.url for sent in harness.sent] == [first.url, f"{API}/v2/generations", first.url]
    assert {sent.method for sent in harness.sent} == {"POST"}
    assert second.body == first.body == third.body
    assert second.headers == first.headers == third.headers


@pytest.mark.parametrize("status", [301, 302])
def test_a_post_never_becomes_a_get(harness: Harness, status: int) -> None:
    with pytest.raises(RedirectError, match="would turn a POST into a GET"):
        create(harness, moved("/v2/generations", status), task())
    assert len(harness.sent) == 1


def test_see_other_says_that_the_job_exists(harness: Harness) -> None:
    with pytest.raises(SubmissionUncertainError) as raised:
        create(harness, moved("/v1/generations/task_1", 303))
    assert isinstance(raised.value.__cause__, RedirectError)
    assert harness.call(harness.script(task()) and raised.value.repeat()).id == "task_1"
    assert len({sent.headers["idempotency-key"] for sent in harness.sent}) == 1


def test_a_post_to_another_origin_takes_neither_body_nor_key_there(harness: Harness) -> None:
    with pytest.raises(RedirectError, match=r"leads to https://evil\.test"):
        create(harness, moved("https://evil.test/v1/generations", 308))
    assert len(harness.sent) == 1


def test_uploads(harness: Harness) -> None:
    client = harness.script(moved("/v2/files"), uploaded(), moved("https://evil.test/")).client()
    assert harness.call(client.files.create(PNG)).url == "https://files.test/1"
    assert harness.sent[0].body == harness.sent[1].body
    with pytest.raises(RedirectError, match="evil"):
        harness.call(client.files.create(PNG))
    assert {httpx.URL(sent.url).host for sent in harness.sent} == {"api.acme.test"}


def test_polls(harness: Harness) -> None:
    job = create(harness, task(), moved("/v2/1"), task("succeeded"), moved("https://evil.test/"))
    harness.call(job.wait())
    with pytest.raises(RedirectError, match="evil"):
        harness.call(job.refresh())
    assert {httpx.URL(sent.url).host for sent in harness.sent} == {"api.acme.test"}


def test_a_client_that_would_follow_does_not(harness: Harness) -> None:
    client = harness.script(moved("https://evil.test/", 302), task()).client()
    client._transport.connection.client().follow_redirects = True
    with pytest.raises(RedirectError):
        harness.call(client.generations.retrieve("task_1"))
    assert len(harness.sent) == 1


LED = [
    (["/b?sig=secret", "c"], ["https://cdn.test/b?sig=secret", "https://cdn.test/c"]),
    (["https://other.test:8443/b?x=1#part", "c"], ["https://other.test:8443/b?x=1", "https://other.test:8443/c"]),
    (["//OTHER.test", "https://cdn.test/a"], ["https://other.test/", "https://cdn.test/a"]),
    (["https://me:secret@other.test/b"], ["https://other.test/b"]),
    (["https://api.acme.test/v1/credits"], ["https://api.acme.test/v1/credits"]),
]


@pytest.mark.parametrize(("locations", "urls"), LED)
def test_downloads_are_led_between_hosts_without_the_key(
    harness: Harness, locations: list[str], urls: list[str], tmp_path: Path
) -> None:
    job = retrieve(harness, task("succeeded"))
    harness.script(*[moved(location, 302) for location in locations], picture())
    (path,) = harness.call(job.save(tmp_path))
    assert path.read_bytes() == PNG
    assert [sent.url for sent in harness.sent[1:]] == ["https://cdn.test/a", *urls]
    assert all("authorization" not in sent.headers for sent in harness.sent[1:])


@pytest.mark.parametrize(
    "location",
    ["http://cdn.test/a", "http://other.test/", "file:///etc/passwd", "data:,x", "ftp://a.test/"],
)
def test_downloads_are_never_led_from_https_elsewhere(harness: Harness, location: str, tmp_path: Path) -> None:
    job = retrieve(harness, task("succeeded"))
    harness.script(moved("https://other.test/"), moved(location))
    with pytest.raises(DownloadError, match=r"never from https to http|InvalidURL") as raised:
        harness.call(job.save(tmp_path))
    assert raised.value.__cause__ is not None
    assert len(harness.sent) == 3


def test_a_download_from_http_is_led_to_https_and_not_back(harness: Harness, tmp_path: Path) -> None:
    job = retrieve(harness, task("succeeded", result={"primary_url": "http://cdn.test/a", "urls": []}))
    harness.script(moved("http://other.test/a"), moved("https://cdn.test/a"), moved("http://cdn.test/a"))
    with pytest.raises(DownloadError, match="never from https to http"):
        harness.call(job.save(tmp_path))
    urls = ["http://cdn.test/a", "http://other.test/a", "https://cdn.test/a"]
    assert [sent.url for sent in harness.sent[1:]] == urls


def test_downloads_do_not_go_on_and_on(harness: Harness, tmp_path: Path) -> None:
    job = retrieve(harness, task("succeeded"))
    harness.script(*[moved("/a", 302)] * 6)
    with pytest.raises(DownloadError, match="more than 5 redirects"):
        harness.call(job.save(tmp_path))
    assert list(tmp_path.iterdir()) == []
