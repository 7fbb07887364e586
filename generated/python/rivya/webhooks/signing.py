"""The signature of a webhook delivery under the platform's scheme: one function for whoever signs or checks."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable, Mapping

from .._spec.tables import WebhookScheme

SIGNED_PARTS = re.compile(r"\{(id|timestamp|body)\}")

ENCODINGS: Mapping[str, Callable[[bytes], str]] = {
    "base64": lambda digest: base64.b64encode(digest).decode(),
    "hex": bytes.hex,
}

SECRET_ENCODINGS: Mapping[str, Callable[[str], bytes]] = {
    "base64": lambda secret: base64.b64decode(secret, validate=True),
    "text": str.encode,
}


def sign_delivery(scheme: WebhookScheme, secret: str, delivery_id: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a delivery as one entry of its header: `v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=`.

    `timestamp` is the text of its header and `body` the bytes as they go over the wire; a JSON value that was read and
    written again may differ from them. Raises ValueError for a secret that is not encoded as the scheme says.
    """
    parts = {"id": delivery_id.encode(), "timestamp": timestamp.encode(), "body": body}
    # The body may hold braces of its own, so the text is put together from its pieces and never searched again.
    pieces = SIGNED_PARTS.split(scheme.signed_text)
    signed = b"".join(parts[piece] if index % 2 else piece.encode() for index, piece in enumerate(pieces))
    digest = hmac.digest(_key(scheme, secret), signed, scheme.algorithm)
    return f"{scheme.version},{ENCODINGS[scheme.encoding](digest)}"


def _key(scheme: WebhookScheme, secret: str) -> bytes:
    key = SECRET_ENCODINGS[scheme.secret_encoding](secret.removeprefix(scheme.secret_prefix))
    if not key:
        raise ValueError("the secret of a webhook endpoint is empty")
    return key
