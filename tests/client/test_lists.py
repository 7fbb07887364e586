"""Lists of the API are lists: iterated over, counted and indexed by their entries, with a short repr."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from acme.types import OpenList
from harness import Harness
from runtime.errors import NotFoundError

Call = Callable[[Any], Any]
LISTS: dict[str, Call] = {
    "models": lambda client: client.models.list(),
    "sessions": lambda client: client.chat.sessions.list(),
    "webhooks": lambda client: client.webhooks.list(),
    "deliveries": lambda client: client.webhooks.deliveries("whend_1"),
    "events": lambda client: client.webhooks.events(),
}


def ids(entries: Any) -> list[str]:
    return [entry["id"] if isinstance(entry, dict) else entry.id for entry in entries]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_one(harness: Harness, name: str) -> None:
    names = ["a", "b", "c", "d", "e", "f", "g"]
    body = {"object": "list", "data": [{"id": one, "more": [1, 2]} for one in names], "has_more": False}
    client = harness.script(httpx.Response(200, json=body)).client()
    found = harness.call(LISTS[name](client))
    assert ids(found) == names
    assert (len(found), bool(found)) == (7, True)
    assert (ids([found[0], found[-1]]), ids(found[1:3])) == (["a", "g"], ["b", "c"])
    assert ids(reversed(found)) == names[::-1]
    assert found[2] in found
    assert repr(found) == str(found) == f"<{type(found).__name__} of 7: a, b, c, d, e, …>"
    assert found.has_more is False
    assert found.model_dump()["data"][0]["id"] == "a"
    assert found.http_response.status == 200
    with pytest.raises(IndexError):
        found[7]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 0),
        ({"data": []}, 0),
        ({"data": None, "sessions": [{"x": 1}]}, 1),
        ({"data": {"a": 1}}, 0),
        ({"a": [1], "b": []}, 0),
    ],
)
def test_lists_whose_shape_is_not_documented(fields: dict[str, Any], count: int) -> None:
    found = OpenList.model_validate(fields)
    assert (len(found), len(list(found))) == (count, count)
    assert repr(found).startswith(f"<OpenList of {count}")


def test_one_model_of_the_catalogue(harness: Harness) -> None:
    body = {"object": "list", "data": [{"id": "painter"}, {"id": "speaker"}]}
    client = harness.script(*[httpx.Response(200, json=body)] * 3).client()
    assert harness.call(client.models.retrieve("speaker")).id == "speaker"
    assert harness.call(client.models.get("painter")).id == "painter"  # the former name
    with pytest.raises(NotFoundError, match="no model 'paintr' \\(did you mean \"painter\"\\?\\)"):
        harness.call(client.models.retrieve("paintr"))
