"""The installed plugins: which there are, and the templates and tables of artefacts that they add."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import EntryPoint, entry_points
from importlib.resources.abc import Traversable

from ..problems.problem import Location, Problem, describe
from .inputs import TextFile

ARTEFACT_TABLE = "artefacts.yaml"
"""Beside templates: the artefacts that a folder or a plugin adds."""
PLUGIN_GROUP = "rivya_codegen.artefacts"
"""The entry points of installed distributions that add artefacts; each names a package with templates."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """An installed distribution that adds artefacts: `distribution:entry point`, and its version."""

    id: str
    version: str
    entry: EntryPoint


def installed_plugins() -> list[Plugin]:
    """Return the plugins of the environment, in the order of their ids."""
    entries = [(entry.dist, entry) for entry in entry_points(group=PLUGIN_GROUP)]
    plugins = [Plugin(f"{dist.name}:{entry.name}", dist.version, entry) for dist, entry in entries if dist]
    return sorted(plugins, key=lambda plugin: plugin.id)


def read_plugins(plugins: Iterable[Plugin], problems: list[Problem]) -> Iterator[TextFile]:
    """Yield the tables and templates of plugins; what is wrong with one goes to `problems`."""
    for plugin in plugins:
        place = f"plugin {plugin.id} {plugin.version}"
        try:
            files = _read_plugin(plugin, place)
        except BaseException as error:  # code of others runs here; its author gets the reason, the user no traceback
            problems.append(Problem(Location(place), "plugin-failed", {"detail": describe(error)}))
            continue
        if not files:
            problems.append(Problem(Location(place), "plugin-no-table", {"value": plugin.entry.value}))
        yield from files


def _read_plugin(plugin: Plugin, place: str) -> list[TextFile]:
    """Return the table of a plugin and its templates; nothing where it is no package with a table."""
    with contextlib.redirect_stdout(sys.stderr):  # what a plugin prints is no part of a report
        package = importlib.import_module(plugin.entry.module)
    folder = resources.files(package) if hasattr(package, "__path__") and not plugin.entry.attr else None
    if folder is None or not folder.joinpath(ARTEFACT_TABLE).is_file():
        return []
    table = folder.joinpath(ARTEFACT_TABLE).read_text("utf-8-sig")
    return [
        TextFile(f"{place}, {ARTEFACT_TABLE}", f"{plugin.id}/{ARTEFACT_TABLE}", table),
        *(TextFile(f"{place}, {path}", path, file.read_text("utf-8-sig")) for path, file in _resources(folder, "")),
    ]


def _resources(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    """Yield the templates of a package, which may lie in an archive, by their path."""
    for child in sorted(folder.iterdir(), key=lambda child: child.name):
        if child.is_dir():
            yield from _resources(child, f"{prefix}{child.name}/")
        elif child.name.endswith(".jinja"):
            yield f"{prefix}{child.name}", child
