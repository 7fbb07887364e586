"""A cookie jar that keeps nothing, for the HTTP clients that are made here."""

from __future__ import annotations

from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.request import Request


class NoCookies(CookieJar):
    """Keeps no cookie: the API key is the credential, and no answer leaves anything that goes with later requests."""

    def extract_cookies(self, response: HTTPResponse, request: Request) -> None:
        """Keep none."""
