"""The package that the specs describe, as the templates see it."""

from __future__ import annotations

from ..contract.names import category_name, class_name
from ..contract.openapi import openapi_document
from ..source.parse import Parsed
from ..text.fragments import Fragment, fenced
from ..words.messages import request_messages
from .calls import python_call, simplicity
from .exports import public_exports
from .ir import Category, Flavour, Package
from .models import lower_model
from .platform import lower_platform
from .wire_types import lower_wire_types

_FLAVOURS = (
    Flavour(Fragment(""), Fragment("def"), Fragment(""), Fragment("The client.")),
    Flavour(Fragment("Async"), Fragment("async def"), Fragment("await "), Fragment("The client for asyncio.")),
)


def lower_package(parsed: Parsed) -> Package:
    """Return the package that the specs describe."""
    models = tuple(
        lower_model(contract, model.path) for model, contract in zip(parsed.models, parsed.contracts, strict=True)
    )
    categories = tuple(
        Category(
            name=Fragment(name),
            group=category_name(name, row),
            class_name=class_name(category_name(name, row)),
            deadline=row.deadline,
            results=tuple(row.results),
            is_chat=row.is_chat,
            models=tuple(model for model in models if model.spec.category == name),
        )
        for name, row in parsed.platform.categories.items()
    )
    version = Fragment(parsed.release.version)
    return Package(
        version=version,
        flavours=_FLAVOURS,
        exports=public_exports(),
        platform=lower_platform(parsed.platform),
        categories=categories,
        models=models,
        example=_example(parsed),
        messages=request_messages(),
        wire_types=lower_wire_types(parsed.wire),
        catalog={"object": "list", "data": [model.catalog for model in models]},
        openapi=openapi_document(parsed.platform, parsed.wire, parsed.contracts, version),
    )


def _example(parsed: Parsed) -> Fragment | None:
    """Return a program with a call of the simplest model; nothing where there are no models."""
    first = min(
        (model.spec for model in parsed.models), key=lambda spec: (spec.is_chat, *simplicity(spec)), default=None
    )
    return None if first is None else fenced(python_call(first, None, parsed.platform), "python")
