"""The base of the API's own objects: they keep the response that they were read from, and lists are read like lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from pydantic import BaseModel, ConfigDict

from .._core.messages import Response

SHOWN_ENTRIES = 5


class WireObject(BaseModel):
    """An object of the API. The response it was read from is no field of it: it is not compared, copied or written out."""

    __slots__ = ("_http_response",)

    # What the API adds is kept; the texts below the fields are their descriptions in a schema made from the class.
    model_config = ConfigDict(extra="allow", populate_by_name=True, use_attribute_docstrings=True)

    @property
    def http_response(self) -> Response | None:
        """The response that this object was the body of; `None` for one that is part of another or was made by hand."""
        found: Response | None = getattr(self, "_http_response", None)
        return found

    def received_in(self, response: Response) -> None:
        """Note the response that this object was the body of."""
        object.__setattr__(self, "_http_response", response)


class WireList(WireObject):
    """An answer that is a list: it is iterated over, counted and indexed by its entries.

    They are `data`; where that is none, the one field that is a list. What else the answer has are attributes.
    """

    def _entries(self) -> list[Any]:
        fields = dict(super().__iter__())
        lists: dict[str, list[Any]] = {name: value for name, value in fields.items() if isinstance(value, list)}
        only = next(iter(lists.values())) if len(lists) == 1 else []
        return lists.get("data", only)

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride]
        return iter(self._entries())

    def __len__(self) -> int:
        return len(self._entries())

    def __getitem__(self, index: int | slice) -> Any:
        return self._entries()[index]

    def __repr__(self) -> str:
        names = [_name(entry) for entry in self._entries()]
        more = ", …" if len(names) > SHOWN_ENTRIES else ""
        listing = f": {', '.join(names[:SHOWN_ENTRIES])}{more}" if names else ""
        return f"<{type(self).__name__} of {len(names)}{listing}>"

    __str__ = __repr__


def _name(entry: object) -> str:
    """Return what tells an entry from the others."""
    kind = type(entry).__name__
    fields = vars(entry) if isinstance(entry, BaseModel) else entry
    if not isinstance(fields, dict):
        return kind
    found = (cast("dict[str, object]", fields).get(name) for name in ("id", "name", "type"))
    return next((text for text in found if isinstance(text, str)), kind)
