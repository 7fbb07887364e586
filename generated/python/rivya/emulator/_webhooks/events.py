"""What becomes of the end of a job, and of an attempt to tell it: deliveries, their retries and their end."""

from __future__ import annotations

from dataclasses import replace

from ..._spec.tables import WebhookScheme
from .._api.fields import new_id
from .._objects.generations import task_object
from .._objects.webhooks import event_body
from .._state.jobs import Job
from .._state.store import Store
from .._state.webhooks import Attempt, Delivery, Endpoint

RETRIES_AFTER = (5.0, 30.0, 120.0, 600.0)
"""Seconds of the clock from each failed attempt to the next; after the last one the delivery has failed."""

TEST_EVENT = "webhook.test"
RECEIVED = range(200, 300)
"""The statuses by which a receiver says that it has the event."""


def announce(store: Store, scheme: WebhookScheme, job: Job) -> None:
    """Write down one delivery of a job's end for each endpoint that wants it, in the transaction that settles it."""
    event_type = f"generation.{'failed' if job.failure else 'succeeded'}"
    # An endpoint hears of what happens from its making on, also when the server was away meanwhile.
    wanted = [endpoint for endpoint in store.endpoints.subscribed(event_type) if endpoint.created_at <= job.ends_at]
    if wanted:
        event_id, at = new_id("evt"), job.ends_at
        body = event_body(scheme, event_id, event_type, at, task_object(job, at))
        for endpoint in wanted:
            delivery = Delivery(new_id("whdel"), endpoint.id, event_id, event_type, body, at, next_attempt_at=at)
            store.deliveries.add(delivery)


def plan_test(endpoint: Endpoint, scheme: WebhookScheme, now: float) -> Delivery:
    """Return the delivery of a test event, which tells of no job and is tried once."""
    event_id = new_id("evt")
    body = event_body(scheme, event_id, TEST_EVENT, now, None)
    return Delivery(new_id("whdel"), endpoint.id, event_id, TEST_EVENT, body, now)


def after_attempt(delivery: Delivery, attempt: Attempt) -> Delivery:
    """Return a delivery as an attempt leaves it: done, to be tried again, or given up."""
    tried = replace(delivery, attempts=(*delivery.attempts, attempt), next_attempt_at=None)
    if attempt.status_code in RECEIVED:
        return replace(tried, status="succeeded")
    retries = RETRIES_AFTER[len(delivery.attempts) :] if delivery.event_type != TEST_EVENT else ()
    if not retries:
        return replace(tried, status="failed")
    return replace(tried, next_attempt_at=attempt.at + retries[0])


def endpoint_after(endpoint: Endpoint, attempt: Attempt) -> Endpoint:
    """Return an endpoint with an attempt counted."""
    if attempt.status_code in RECEIVED:
        return replace(endpoint, last_success_at=attempt.at, failure_count=0)
    return replace(endpoint, last_failure_at=attempt.at, failure_count=endpoint.failure_count + 1)
