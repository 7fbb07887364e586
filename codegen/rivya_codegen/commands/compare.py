"""`check` and `diff`: the same run as `generate`, compared with what is there."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Mapping

from ..load import DEFAULT_OUTPUT, DEFAULT_SPECS, display_name
from ..problems import words
from .command import Command, add_places, settings_of


def _check(options: argparse.Namespace) -> int:
    return _compare(options, f"{display_name(options.out)} is stale; run: {_remedy(options)}")


def _diff(options: argparse.Namespace) -> int:
    _compare(options, None)
    return 0


def _compare(options: argparse.Namespace, advice: str | None) -> int:
    from ..pipeline import run
    from ..write import unified_diff

    result = run(settings_of(options))
    for file in result.left_out:
        print(words("left-out", file=file), file=sys.stderr)
    for line in unified_diff(result.source.previous, result.changed, result.stale):
        print(line)
    different = len(result.changed) + len(result.stale)
    if different and advice:
        print(advice, file=sys.stderr)
    elif not different:
        counted = f"{len(result.files)} files, {_count_vectors(result.files)} test vectors"
        print(f"{display_name(options.out)} is up to date: {counted}.", file=sys.stderr)
    return 1 if different else 0


def _count_vectors(files: Mapping[str, bytes]) -> int:
    """Return how many requests and files the consumers of the specs replay."""
    contents = [json.loads(content) for path, content in files.items() if path.startswith("vectors/")]
    return sum(len(vectors["requests"]) + len(vectors["files"]) for vectors in contents)


def _remedy(options: argparse.Namespace) -> str:
    words = ["rivya-codegen", "generate"]
    words += ["--specs", str(options.specs)] if options.specs != DEFAULT_SPECS else []
    words += ["--templates", str(options.templates)] if options.templates else []
    words += ["--out", str(options.out)] if options.out != DEFAULT_OUTPUT else []
    return shlex.join(words)


CHECK = Command(
    "check", "Exit with 1 and a diff where the output is not what the specs generate.", _check, add_places, 1
)
DIFF = Command("diff", "Print what generate would change.", _diff, add_places)
