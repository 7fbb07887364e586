"""Signatures of deliveries: the published example of the assumed scheme, and the other schemes that a spec can say."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace

import pytest
from acme._platform import PLATFORM
from runtime.webhooks.signing import sign_delivery

SCHEME = replace(
    PLATFORM.webhook_scheme,
    algorithm="sha256",
    signed_text="{id}.{timestamp}.{body}",
    encoding="base64",
    secret_prefix="whsec_",
    secret_encoding="base64",
    version="v1",
)


def test_the_example_of_standard_webhooks() -> None:
    signature = sign_delivery(
        SCHEME,
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
        b'{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_another_scheme_is_another_row_of_the_spec() -> None:
    scheme = replace(
        SCHEME,
        algorithm="sha512",
        signed_text="{timestamp}:{body}",
        encoding="hex",
        secret_prefix="key-",
        secret_encoding="text",
        version="v2",
    )
    expected = hmac.new(b"secret", b"12:{}", hashlib.sha512).hexdigest()
    assert sign_delivery(scheme, "key-secret", "ignored", "12", b"{}") == f"v2,{expected}"


def test_braces_of_the_body_are_not_filled() -> None:
    body = b'{"a": "{id} {timestamp}"}\xff'
    key = b"\x00" * 3
    expected = hmac.new(key, b"evt_1.12." + body, hashlib.sha256).digest()
    assert sign_delivery(SCHEME, "whsec_AAAA", "evt_1", "12", body) == f"v1,{base64.b64encode(expected).decode()}"


@pytest.mark.parametrize(
    "secret", ["whsec_", "", "whsec_not base64!", "whsec_AAA", "whsec_AAAA!AAAA", "whsec_AAAA\nAAAA"]
)
def test_a_broken_secret_is_an_error(secret: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        sign_delivery(SCHEME, secret, "evt_1", "12", b"{}")
