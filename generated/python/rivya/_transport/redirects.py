"""Redirects: decided here, so that the HTTP library never follows one by itself.

The API key goes with every request to the API, and what a server answers must not decide where else it goes: these stay
within one origin. Downloads carry no key, and results are moved between hosts.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import SplitResult, urljoin, urlsplit

from .._core.addresses import origin_of
from .._core.messages import Reply, Response
from .._core.plain_text import one_line
from .flow import Flow, Send

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
METHOD_KEEPING = frozenset({307, 308})
DOWNLOADS = {True: ("https://",), False: ("https://", "http://")}
"""Where a download may be led from https, and from http."""


def follow_flow(effect: Send, base_url: str = "") -> Flow[Reply]:
    """Send or save, and follow the redirects that are allowed, within the same bounds; others return refused.

    A request goes to the API at `base_url`, a download to its own address.
    """
    followed = 0
    while True:
        reply: Reply = yield effect
        if not isinstance(reply, Response) or reply.status not in REDIRECTS:
            return reply
        if reason := _refusal(effect, reply, base_url, followed):
            return replace(reply, refusal=one_line(reason))
        bounds = replace(effect.bounds, spent=effect.bounds.spent + reply.elapsed)
        effect = replace(_redirected(effect, reply, base_url), bounds=bounds)
        followed += 1


def address_of(effect: Send, base_url: str) -> str:
    """Return where an effect goes: a request to the API at `base_url`, a download to its own address."""
    if effect.download is not None:
        return effect.download.url
    moved = effect.request.redirected
    return f"{base_url}{effect.request.path}" if moved is None else f"{origin_of(base_url)}{moved}"


def _target(effect: Send, reply: Response, base_url: str) -> str:
    return urljoin(address_of(effect, base_url), reply.headers["location"])


def _refusal(effect: Send, reply: Response, base_url: str, followed: int) -> str:
    """Return why a redirect is not followed; an empty text where it is."""
    if not reply.headers.get("location"):
        return "a redirect that names no address"
    try:
        allowed = origin_of(address_of(effect, base_url))
        wanted = origin_of(_target(effect, reply, base_url))
    except ValueError:
        return "a redirect to a malformed address"
    if effect.download is not None:
        if not wanted.startswith(DOWNLOADS[allowed.startswith("https:")]) or wanted.endswith("//"):
            return f"a download is led to http(s) hosts only, and never from https to http, but here to {wanted[:80]}"
    elif wanted != allowed:
        return f"redirects are followed within {allowed} only, and this one leads to {wanted}"
    if effect.request.method != "GET" and reply.status not in METHOD_KEEPING:
        return f"a redirect that would turn a {effect.request.method} into a GET"
    return f"more than {MOST_REDIRECTS} redirects" if followed == MOST_REDIRECTS else ""


def _redirected(effect: Send, reply: Response, base_url: str) -> Send:
    target = urlsplit(_target(effect, reply, base_url))
    # What stands in front of the path is taken from where we are, so whatever the server writes, the host stays.
    place = SplitResult("", "", target.path or "/", target.query, "").geturl()
    place = f"/{place.lstrip('/')}"
    if effect.download is None:
        return replace(effect, request=replace(effect.request, redirected=place))
    here, there = urlsplit(effect.download.url), origin_of(target.geturl())
    # The user and password of an address are for its own host.
    host = f"{here.scheme}://{here.netloc}" if there == origin_of(effect.download.url) else there
    return replace(effect, download=replace(effect.download, url=f"{host}{place}"))
