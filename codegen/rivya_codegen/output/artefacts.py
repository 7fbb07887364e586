"""The one table of what is generated: which template, where its output goes, and what it is rendered for."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from ..problems.problem import Location
from ..text.portable_paths import is_plain


class Scope(Enum):
    """What an artefact is rendered for; each scope is a set of names that its templates see."""

    PACKAGE = "package"
    """Once: `package`."""
    MODEL = "model"
    """Once per model: `package` and `model`."""
    JOB_MODEL = "job model"
    """Once per model whose calls start jobs: `package` and `model`."""
    CHAT_MODEL = "chat model"
    """Once per chat model: `package` and `model`."""
    GUIDE = "guide"
    """Once per topic and locale: `package`, `guide` and what `docs/guides.py` gives to pages about topics."""
    PAGE = "page"
    """Once per model and locale: `package`, `model` and `page`."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """A row of the table."""

    template: str
    output: str
    """A path below the output folder; `{module}`, `{id}`, `{locale}` and `{name}` are filled in."""
    scope: Scope
    place: Location | None = None
    """Where the row stands that adds this artefact; none for the built-in ones."""


PROJECT = "python"
PYTHON = f"{PROJECT}/rivya"
PLUGIN = f"{PROJECT}/rivya_pytest.py"

ARTEFACTS = (
    Artefact("package/gitattributes.jinja", ".gitattributes", Scope.PACKAGE),
    Artefact("package/gitignore.jinja", "python/.gitignore", Scope.PACKAGE),
    Artefact("package/pyproject.toml.jinja", "python/pyproject.toml", Scope.PACKAGE),
    Artefact("package/README.md.jinja", "python/README.md", Scope.PACKAGE),
    Artefact("package/CHANGELOG.md.jinja", "python/CHANGELOG.md", Scope.PACKAGE),
    Artefact("package/LICENSE.jinja", "python/LICENSE", Scope.PACKAGE),
    Artefact("package/init.py.jinja", f"{PYTHON}/__init__.py", Scope.PACKAGE),
    Artefact("package/client.py.jinja", f"{PYTHON}/client.py", Scope.PACKAGE),
    Artefact("package/models_by_id.py.jinja", f"{PYTHON}/_model_index.py", Scope.PACKAGE),
    Artefact("package/platform.py.jinja", f"{PYTHON}/_platform.py", Scope.PACKAGE),
    Artefact("package/messages.py.jinja", f"{PYTHON}/_messages.py", Scope.PACKAGE),
    Artefact("package/types.py.jinja", f"{PYTHON}/types.py", Scope.PACKAGE),
    Artefact("package/emulator.py.jinja", f"{PYTHON}/emulator/_bound.py", Scope.PACKAGE),
    Artefact("package/emulator_pytest.py.jinja", PLUGIN, Scope.PACKAGE),
    Artefact("package/py.typed.jinja", f"{PYTHON}/py.typed", Scope.PACKAGE),
    Artefact("data/catalog.json.jinja", f"{PYTHON}/catalog.json", Scope.PACKAGE),
    Artefact("data/catalog.json.jinja", "catalog.json", Scope.PACKAGE),
    Artefact("package/webhooks.py.jinja", f"{PYTHON}/webhooks/__init__.py", Scope.PACKAGE),
    Artefact("model/model.py.jinja", f"{PYTHON}/models/{{module}}.py", Scope.JOB_MODEL),
    Artefact("model/chat.py.jinja", f"{PYTHON}/models/{{module}}.py", Scope.CHAT_MODEL),
    Artefact("data/openapi.json.jinja", f"{PYTHON}/openapi.json", Scope.PACKAGE),
    Artefact("data/openapi.json.jinja", "openapi.json", Scope.PACKAGE),
    Artefact("model/schema.json.jinja", "schemas/{id}.json", Scope.MODEL),
    Artefact("model/vectors.json.jinja", "vectors/{id}.json", Scope.MODEL),
    Artefact("docs/guide.md.jinja", "docs/{locale}/{name}.md", Scope.GUIDE),
    Artefact("docs/model.md.jinja", "docs/{locale}/models/{id}.md", Scope.PAGE),
)


_EARLIER = frozenset({"_client.py", "_models.py", "_runtime", "webhooks.py"})
"""What earlier versions of this program put into the package beside what this one does."""


def makes(artefacts: Iterable[Artefact], path: str, copied: Iterable[str]) -> bool:
    """Return whether such a path is an output: of the table, of these artefacts, or copied, now or earlier.

    Args:
        artefacts: Those in addition to the table.
        path: Below the output folder.
        copied: The files of the runtime. What lay in a folder of theirs by an earlier version is an output too.
    """
    if not is_plain(path):
        return False
    inside = path.removeprefix(f"{PYTHON}/")
    roots = {*_EARLIER, *(name.partition("/")[0] for name in copied)}
    if inside != path and path.endswith((".py", ".json")) and inside.partition("/")[0] in roots:
        return True
    pattern = _pattern(tuple(artefact.output for artefact in (*ARTEFACTS, *artefacts)))
    return pattern.fullmatch(path) is not None


@cache
def _pattern(outputs: tuple[str, ...]) -> re.Pattern[str]:
    fields = [string.Formatter().parse(output) for output in outputs]
    texts = [
        "".join(re.escape(text) + ("[^/]+" if name is not None else "") for text, name, *_ in row) for row in fields
    ]
    return re.compile("|".join(texts))
