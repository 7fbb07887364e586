"""The base of the API's own objects: they keep the response that they were read from, and lists are read like lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, overload

from pydantic import BaseModel, ConfigDict

from .._core.messages import Response

SHOWN_ENTRIES = 5
EntryT_co = TypeVar("EntryT_co", covariant=True)


class Listing(Protocol[EntryT_co]):
    """What has entries: their type is known from that of `data`."""

    @property
    def data(self) -> Sequence[EntryT_co] | None:
        """The entries."""
        ...


class WireObject(BaseModel):
    """An object of the API. The response it was read from is not a field: it is not compared, copied or written."""

    __slots__ = ("_http_response",)

    # What the API adds is kept; the texts below the fields are their descriptions in a schema made from the class. Names
    # that pydantic needs are no names of fields, so that it has no part of a name to protect.
    model_config = ConfigDict(
        extra="allow", populate_by_name=True, use_attribute_docstrings=True, protected_namespaces=()
    )

    @property
    def http_response(self) -> Response | None:
        """The response that this object was the body of; `None` for one that is part of another or was made by hand."""
        found: Response | None = getattr(self, "_http_response", None)
        return found

    def _received_in(self, response: Response) -> None:
        """Note the response that this object was the body of."""
        object.__setattr__(self, "_http_response", response)


class OpenWireObject(WireObject):
    """An answer whose shape is not documented: its fields are attributes, as the API gave them."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class WireList(WireObject):
    """An answer that is a list: it is iterated over, counted and indexed by its entries.

    They are `data`; where that is none, the one field that is a list. What else the answer has are attributes.
    """

    def __iter__(self: Listing[EntryT_co]) -> Iterator[EntryT_co]:  # type: ignore[override] # pyright: ignore
        return iter(_entries(self))

    def __len__(self) -> int:
        return len(_entries(self))

    @overload
    def __getitem__(self: Listing[EntryT_co], index: int) -> EntryT_co: ...
    @overload
    def __getitem__(self: Listing[EntryT_co], index: slice) -> list[EntryT_co]: ...
    def __getitem__(self: Any, index: int | slice) -> Any:
        return _entries(self)[index]

    def __repr__(self) -> str:
        names = [_name(entry) for entry in _entries(self)]
        more = ", …" if len(names) > SHOWN_ENTRIES else ""
        listing = f": {', '.join(names[:SHOWN_ENTRIES])}{more}" if names else ""
        return f"<{type(self).__name__} of {len(names)}{listing}>"

    __str__ = __repr__


def _entries(owner: Any) -> list[Any]:
    fields = dict(WireObject.__iter__(owner))
    lists: dict[str, list[Any]] = {name: value for name, value in fields.items() if isinstance(value, list)}
    only = next(iter(lists.values())) if len(lists) == 1 else []
    return lists.get("data", only)


def _name(entry: object) -> str:
    """Return what tells an entry from the others."""
    kind = type(entry).__name__
    fields = vars(entry) if isinstance(entry, BaseModel) else entry
    if not isinstance(fields, dict):
        return kind
    found = (cast("dict[str, object]", fields).get(name) for name in ("id", "name", "type"))
    return next((text for text in found if isinstance(text, str)), kind)
