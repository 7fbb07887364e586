"""What makes an object of the client its JSON wherever one is asked for: in pydantic, and in what FastAPI returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


class AsJson:
    """An object that is written as the JSON it was read from. Never written are the client behind it, and its key.

    `dict(…)` gives that JSON as well.
    """

    def _as_json(self) -> Mapping[str, Any]:
        """Return the JSON."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        # As in pydantic's models; `dict` is what FastAPI tries with an object that it does not know.
        return iter(self._as_json().items())

    @property
    def __pydantic_serializer__(self) -> Any:
        """What pydantic writes an object with that stands in a field of any type."""
        from pydantic_core import SchemaSerializer, core_schema

        return SchemaSerializer(core_schema.any_schema(serialization=_written()))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, object]:
        # The API may add fields, and no JSON is read as an object: in both modes, it describes what is written.
        return {"title": cls.__name__, "type": "object", "additionalProperties": True}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(cls, serialization=_written())


def _written() -> Any:
    from pydantic_core import core_schema

    return core_schema.plain_serializer_function_ser_schema(dict, return_schema=core_schema.dict_schema())
