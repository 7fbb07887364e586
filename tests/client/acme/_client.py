"""The clients of the made-up package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime._client.async_client import AsyncNamespace, AsyncRivya
from runtime._client.client import Namespace, Rivya
from runtime._core.deferred import deferred
from runtime._core.parts import part

from . import _platform

if TYPE_CHECKING:
    from .models.chatter import AsyncChatter, Chatter
    from .models.painter import AsyncPainter, Painter
    from .models.speaker import AsyncSpeaker, Speaker
else:
    for name in ("Chatter", "Painter", "Speaker"):
        globals()[name] = deferred(f".models.{name.lower()}", name, __package__)
        globals()[f"Async{name}"] = deferred(f".models.{name.lower()}", f"Async{name}", __package__)

NAMES = {"every": ("painter", "speaker", "chatter")}
MODELS_BY_ID = {"painter": "acme.models.painter", "speaker": "acme.models.speaker", "chatter": "acme.models.chatter"}


class AllModels(Namespace):
    """All models."""

    _model_names = NAMES
    _group = "every"

    @part
    def painter(self) -> Painter:
        from .models.painter import Painter

        return Painter(self._transport)

    @part
    def speaker(self) -> Speaker:
        from .models.speaker import Speaker

        return Speaker(self._transport)

    @part
    def chatter(self) -> Chatter:
        from .models.chatter import Chatter

        return Chatter(self._transport)


class AsyncAllModels(AsyncNamespace):
    """All models."""

    _model_names = NAMES
    _group = "every"

    @part
    def painter(self) -> AsyncPainter:
        from .models.painter import AsyncPainter

        return AsyncPainter(self._transport)

    @part
    def speaker(self) -> AsyncSpeaker:
        from .models.speaker import AsyncSpeaker

        return AsyncSpeaker(self._transport)

    @part
    def chatter(self) -> AsyncChatter:
        from .models.chatter import AsyncChatter

        return AsyncChatter(self._transport)


class Acme(Rivya):
    """The client."""

    _platform = _platform.PLATFORM
    _models_by_id = MODELS_BY_ID
    _model_names = NAMES

    @part
    def every(self) -> AllModels:
        return AllModels(self._transport)


class AsyncAcme(AsyncRivya):
    """The client."""

    _platform = _platform.PLATFORM
    _models_by_id = MODELS_BY_ID
    _model_names = NAMES

    @part
    def every(self) -> AsyncAllModels:
        return AsyncAllModels(self._transport)
