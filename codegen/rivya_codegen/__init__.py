"""The generator: one spec per Rivya model in; a typed client, schemas, vectors and docs out."""

from __future__ import annotations


def generator_version() -> str:
    """Return the version of the generator."""
    from importlib.metadata import PackageNotFoundError, version  # looked for only when it is asked for

    try:
        return version("rivya-codegen")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
