"""The manifest: what was generated from what, as hashes, the same on every machine. It lets stale files be found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from .. import generator_version
from ..source.inputs import unix_ends
from ..source.load import Inputs
from ..source.previous import Previous
from ..source.settings import MANIFEST
from ..text.portable_paths import is_plain
from .artefacts import Artefact, makes
from .cache import known, note

_TOOLS = ("jinja2", "pydantic", "ruff")


def sha256(content: bytes | str) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


@cache
def generator_fingerprint() -> str:
    """Return one hash of the generator's own code and of the tools whose versions show in the output."""
    root = Path(__file__).parents[1]
    files = sorted(path for path in root.rglob("*") if path.suffix in {".py", ".yaml"} and "_runtime" not in path.parts)
    parts = [f"{path.relative_to(root).as_posix()} {sha256(path.read_bytes())}" for path in files]
    parts += [f"{tool} {version(tool)}" for tool in _TOOLS]
    return sha256("\n".join(parts))


def input_hashes(inputs: Inputs) -> dict[str, str]:
    """Return the hashes of everything a run reads, by kind and path inside its folder; plugins by their version."""
    source = inputs.source
    texts = (source.platform, source.release, *source.wire, *source.models, *source.releases)
    hashes = {f"specs/{file.path}": sha256(file.text) for file in texts if file}
    hashes |= {f"templates/{path}": sha256(file.text) for path, file in inputs.templates.items()}
    hashes |= {f"artefacts/{file.path}": sha256(file.text) for file in inputs.tables}
    hashes |= {f"plugins/{name}": number for name, number in inputs.plugins.items()}
    return hashes | {f"runtime/{path}": sha256(content) for path, content in inputs.runtime.items()}


def make_manifest(inputs: Inputs, files: Mapping[str, bytes], package: str) -> bytes:
    """Return the manifest of a run; `package` is the version of what it generated."""
    manifest = {
        "generator": f"rivya-codegen {generator_version()}",
        "package": f"rivya {package}",
        "inputs": dict(sorted(input_hashes(inputs).items())),
        "outputs": {path: sha256(content) for path, content in sorted(files.items())},
    }
    return (json.dumps(manifest, indent=2) + "\n").encode()


def _run_of(inputs: Inputs, manifest: bytes) -> tuple[str, ...]:
    """Return what is noted about a finished run: what it depended on, and the manifest with all that it made."""
    hashes = json.dumps(input_hashes(inputs), sort_keys=True)
    return "run", generator_fingerprint(), sha256(hashes), sha256(manifest)


def is_unchanged(inputs: Inputs) -> bool:
    """Return whether the last run on this machine had the same inputs, and its output lies there as it was written."""
    files, listed = inputs.previous.files, inputs.previous.listed
    written = all(sha256(files.get(path, b"")) == value for path, value in listed.items())
    return bool(listed) and written and known(_run_of(inputs, files[MANIFEST]))


def note_run(inputs: Inputs, files: Mapping[str, bytes]) -> None:
    """Note that a run with these inputs ends in these files, and which of them added artefacts have made."""
    added = [path for path in files if path != MANIFEST and not makes((), path, inputs.runtime)]
    note([_run_of(inputs, files[MANIFEST]), *(("added", path, sha256(files[path])) for path in added)])


def untrusted_entries(previous: Previous, artefacts: Sequence[Artefact], copied: Collection[str]) -> list[str]:
    """Return the files in the manifest that are there and that neither an artefact nor a run on this machine has made.

    Whoever can change the manifest could name any file to be removed.
    """
    return [
        path
        for path, value in previous.listed.items()
        if not makes(artefacts, path, copied)
        and (path in previous.files or not is_plain(path))
        and not known(("added", path, value))
    ]


def is_edited(previous: Previous, path: str) -> bool:
    """Return whether a file of the last run has another content since; other line ends do not count."""
    content, written = previous.files[path], previous.listed.get(path)
    return written not in {sha256(content), sha256(unix_ends(content))}
