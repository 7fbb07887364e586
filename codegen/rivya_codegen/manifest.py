"""The manifest: what was generated from what, as hashes. It lets an unchanged run stop early and stale files be found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .data import is_object
from .load import MANIFEST, Source

_TOOLS = ("datamodel-code-generator", "jinja2", "pydantic", "ruff")


def sha256(content: bytes | str) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


@cache
def generator_fingerprint() -> str:
    """Return one hash of the generator's own code and of the tools whose versions show in the output."""
    root = Path(__file__).parent
    files = sorted(path for path in root.rglob("*") if path.suffix in {".py", ".yaml"} and "_runtime" not in path.parts)
    parts = [f"{path.relative_to(root).as_posix()} {sha256(path.read_bytes())}" for path in files]
    parts += [f"{tool} {version(tool)}" for tool in _TOOLS]
    return sha256("\n".join(parts))


def generator_version() -> str:
    """Return the version of the generator."""
    try:
        return version("rivya-codegen")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"


def input_hashes(source: Source) -> dict[str, str]:
    """Return the hashes of everything a run reads, by kind and path inside its folder; plugins by their version."""
    texts = [*([source.platform] if source.platform else []), *source.wire, *source.models, *source.releases]
    texts += [source.release] if source.release else []
    hashes = {f"specs/{file.path}": sha256(file.text) for file in texts}
    hashes |= {f"templates/{path}": sha256(file.text) for path, file in source.templates.items()}
    hashes |= {f"artefacts/{file.path}": sha256(file.text) for file in source.tables}
    hashes |= {f"plugins/{name}": number for name, number in source.plugins.items()}
    return hashes | {f"runtime/{path}": sha256(content) for path, content in source.runtime.items()}


def make_manifest(source: Source, files: Mapping[str, bytes], types_fingerprint: str, package: str) -> bytes:
    """Return the manifest of a run; `package` is the version of what it generated."""
    manifest = {
        "generator": f"rivya-codegen {generator_version()}",
        "package": f"rivya {package}",
        "generator_fingerprint": generator_fingerprint(),
        "types_fingerprint": types_fingerprint,
        "inputs": dict(sorted(input_hashes(source).items())),
        "outputs": {path: sha256(content) for path, content in sorted(files.items())},
    }
    return (json.dumps(manifest, indent=2) + "\n").encode()


def read_manifest(previous: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Return the manifest of the last run, or an empty one where there is none that can be read."""
    try:
        manifest = json.loads(previous.get(MANIFEST, b"{}"))
    except (ValueError, RecursionError):
        return {}
    return manifest if is_object(manifest) and is_object(manifest.get("outputs")) else {}


def is_unchanged(source: Source) -> bool:
    """Return whether the last run had the same inputs and its output lies there as it was written."""
    manifest = read_manifest(source.previous)
    return (
        manifest.get("generator_fingerprint") == generator_fingerprint()
        and manifest.get("inputs") == input_hashes(source)
        and all(sha256(source.previous.get(path, b"")) == value for path, value in manifest["outputs"].items())
    )


def stale_files(source: Source, files: Iterable[str]) -> list[str]:
    """Return the files that the last run wrote and this one does not."""
    written = set(files) | {MANIFEST}
    return sorted(
        path
        for path in read_manifest(source.previous).get("outputs", {})
        if path in source.previous and path not in written
    )
