"""The base of the API's own objects: they keep the response that they were read from."""

from __future__ import annotations

from pydantic import BaseModel

from .exchange import Response


class WireObject(BaseModel):
    """An object of the API. The response it was read from is no field of it: it is not compared, copied or written out."""

    __slots__ = ("_http_response",)

    @property
    def http_response(self) -> Response | None:
        """The response that this object was the body of; `None` for one that is part of another or was made by hand."""
        found: Response | None = getattr(self, "_http_response", None)
        return found

    def received_in(self, response: Response) -> None:
        """Note the response that this object was the body of."""
        object.__setattr__(self, "_http_response", response)
