"""The entry of one model in the vendor's live catalogue."""

from __future__ import annotations

from .._core.plain_text import one_line
from .._core.problems import hint, load_catalogue, phrase_text
from .._core.wire import CatalogModel, ModelList
from .._transport.settings import Settings
from ..errors import NotFoundError


def find_model(settings: Settings, models: ModelList, model_id: str) -> CatalogModel:
    """Return the entry of a model. Raises NotFoundError, which names the model that was probably meant."""
    for model in models:
        if model.id == model_id:
            return model
    close = hint(model_id, [model.id for model in models])
    text = one_line(phrase_text(close, load_catalogue(settings.platform.messages_module), settings.locale))
    # The API has no endpoint for one model; the answer is that of one that had none of this id.
    raise NotFoundError(f"the catalogue has no model {model_id!r}{text}", status=404, operation="models.retrieve")
