"""The docs pages that belong to no model, per locale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from ..emulator_choices import Choice
from ..fragments import Fragment
from ..ir import Cell, Listing, Page, Section, Table
from ..phrases import phrase
from ..platform_spec import PlatformSpec
from .changes_guide import changes_page
from .check_guides import ci_page, rules_page
from .emulator_guide import emulator_page

_SECRET = "RIVYA_WEBHOOK_SECRET"

_CREATE = """\
from pathlib import Path

from rivya import Rivya

with Rivya() as client:
    endpoint = client.webhooks.create(
        name="Production",
        url="https://example.com/rivya/webhook",
        event_types={event_types},
    )
    print(endpoint.id, endpoint.secret_preview)
    if secret := endpoint.signing_secret:
        Path(".webhook-secret").write_text(secret.get_secret_value())"""

_RECEIVE = """\
import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rivya import webhooks

SECRET = os.environ["{secret}"]
seen: set[str] = set()


async def receive(request: Request) -> Response:
    try:
        event = webhooks.parse_event(await request.body(), request.headers, SECRET)
    except webhooks.WebhookVerificationError:
        return Response(status_code=400)
    if event.id not in seen:
        seen.add(event.id)
        if event.generation is not None:
            print(event.type, event.generation.id, event.generation.status)
    return Response(status_code=204)


app = Starlette(routes=[Route("/rivya/webhook", receive, methods=["POST"])])"""

_ROTATE = """\
from pathlib import Path

from rivya import Rivya

with Rivya() as client:
    (endpoint,) = client.webhooks.list().data or ()
    if secret := client.webhooks.rotate_secret(endpoint.id).signing_secret:
        Path(".webhook-secret-new").write_text(secret.get_secret_value())"""

_VERIFY = """\
event = webhooks.parse_event(body, headers, [new, old])"""


def lower_guides(platform: PlatformSpec, choices: Sequence[Choice]) -> Mapping[str, tuple[Page, ...]]:
    """Return the pages of each template: one for every locale of the platform."""
    return {
        "docs/ci.md.jinja": tuple(ci_page(locale) for locale in platform.locales),
        "docs/rules.md.jinja": tuple(rules_page(locale) for locale in platform.locales),
        "docs/changes.md.jinja": tuple(changes_page(locale) for locale in platform.locales),
        "docs/emulator.md.jinja": tuple(emulator_page(choices, locale) for locale in platform.locales),
        "docs/webhooks.md.jinja": tuple(_webhook_page(platform, locale) for locale in platform.locales),
    }


def _webhook_page(platform: PlatformSpec, locale: str) -> Page:
    say = partial(phrase, locale=locale)
    events = platform.webhooks.event_types
    create = _CREATE.format(event_types=list(events)).replace("'", '"')
    return Page(
        Fragment(locale),
        say("webhooks.title"),
        say("webhooks.summary"),
        (
            Section(say("webhooks.create"), (say("webhooks.create_about"),), listings=(_python(create),)),
            Section(
                say("webhooks.receive"),
                (say("webhooks.receive_about", variable=_SECRET), say("webhooks.receive_install")),
                listings=(_python(_RECEIVE.format(secret=_SECRET)),),
            ),
            Section(
                say("webhooks.advice"),
                tuple(say(f"webhooks.advice_{topic}") for topic in ("raw", "twice", "fast", "unknown")),
            ),
            Section(
                say("webhooks.rotate"),
                (say("webhooks.rotate_about"),),
                listings=(_python(_ROTATE), _python(_VERIFY)),
            ),
            Section(say("webhooks.scheme"), _scheme_prose(platform, locale), tables=(_scheme_table(platform, locale),)),
        ),
    )


def _python(text: str) -> Listing:
    return Listing(Fragment("python"), text)


def _scheme_prose(platform: PlatformSpec, locale: str) -> tuple[str, ...]:
    return (phrase("webhooks.scheme_about", locale, source=platform.webhooks.source),)


def _scheme_table(platform: PlatformSpec, locale: str) -> Table:
    """Return the assumed scheme as a table."""
    scheme = platform.webhooks.signature.value
    rows: dict[str, object] = {
        "id_header": scheme.id_header,
        "timestamp_header": scheme.timestamp_header,
        "signature_header": scheme.signature_header,
        "algorithm": f"HMAC-{scheme.algorithm}, {scheme.encoding}",
        "signed_text": scheme.signed_text,
        "tolerance": f"{scheme.tolerance} s",
        "generation_key": platform.webhooks.generation_key.value,
    }
    cells = tuple(
        (Cell(prose=phrase(f"webhooks.{name}", locale)), Cell(codes=(str(value),))) for name, value in rows.items()
    )
    return Table((phrase("webhooks.part", locale), phrase("webhooks.value", locale)), cells)
