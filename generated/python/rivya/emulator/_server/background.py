"""The background task of a server: it settles jobs when they end, and delivers what endpoints want to hear of it."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from functools import partial

from .._api.emulation import Emulation
from .._state.webhooks import Delivery
from .._webhooks.events import announce
from .._webhooks.post import attempt_delivery

AT_ONCE = 20
"""How many deliveries are under way at a time."""

REST_SECONDS = 1.0
"""How long it waits after a fault of its own before it looks again."""

LOG = logging.getLogger(__name__)


class BackgroundWork:
    """Sleeps until the next job ends or the next attempt is due, by the clock of the emulation, or is woken up."""

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation
        self._under_way: set[str] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        emulation.clock.watch(emulation.wake_up.ring)
        emulation.store.at_end_of_job.append(partial(announce, emulation.store, emulation.platform.webhook_scheme))

    async def run(self) -> None:
        """Work until cancelled."""
        self._emulation.wake_up.bind()
        async with asyncio.TaskGroup() as deliveries:
            while True:
                now = self._emulation.clock.now()
                try:
                    self._begin(deliveries, now)
                    pause = self._pause(now)
                except sqlite3.Error:
                    LOG.exception("the background work could not read what is due")
                    pause = REST_SECONDS
                await self._emulation.wake_up.wait(pause)

    def _begin(self, deliveries: asyncio.TaskGroup, now: float) -> None:
        self._emulation.store.settle(now)
        for delivery in self._emulation.store.deliveries.due(now):
            if delivery.id not in self._under_way:
                self._under_way.add(delivery.id)
                deliveries.create_task(self._deliver(delivery))

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            async with self._places:
                await attempt_delivery(self._emulation, delivery)
            self._emulation.wake_up.ring()
        except Exception:
            LOG.exception("the delivery %s failed", delivery.id)
        finally:
            self._under_way.discard(delivery.id)

    def _pause(self, now: float) -> float | None:
        """Return the seconds until something is due; a clock that is moved by hand rings by itself."""
        store = self._emulation.store
        moments = [store.jobs.next_end(), store.deliveries.next_attempt(now)]
        due = min((moment for moment in moments if moment is not None), default=None)
        return None if due is None else max(0.0, due - self._emulation.clock.now())
