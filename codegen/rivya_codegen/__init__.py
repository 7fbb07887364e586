"""The generator: one spec per Rivya model in; a typed client, schemas, vectors and docs out.

    text  words  problems  yaml_text     what all of it stands on
    spec → source → contract             the file formats; reading them; what they mean in any language
    changes  checks                      what a change means; one function a rule
    python  docs                         what the templates of a target see
    output → pipeline                    rendered, formatted, written as one; the whole run
    importer  sync                       two other ways in: a page, the live catalogue
    commands → cli                       one module a verb

Each package imports only what stands above it, as `pyproject.toml` says and `make lint` checks. Read `pipeline.py`,
then `spec/model.py`, then one of `checks/`.
"""

from __future__ import annotations


def generator_version() -> str:
    """Return the version of the generator."""
    from importlib.metadata import PackageNotFoundError, version  # looked for only when it is asked for

    try:
        return version("rivya-codegen")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
