"""`show`: everything that the spec of one model says, to be read in a terminal."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..problems.problem import Location, Problem, ProblemsFound, did_you_mean
from ..text.invisible import show_hidden
from ..text.printing import json_document
from .command import Command, add_specs

if TYPE_CHECKING:
    from ..source.parse import Parsed, ParsedModel


def _add_options(command: argparse.ArgumentParser) -> None:
    add_specs(command)
    command.add_argument("id", metavar="ID", help="of the model, such as grok-imagine")
    command.add_argument(
        "--locale", metavar="TAG", help="the language, such as zh-Hant (default: the first of the platform)"
    )
    command.add_argument("--json", action="store_true", help="print the spec as JSON")


def _run(options: argparse.Namespace) -> int:
    from ..docs.terminal import page_lines

    parsed, model = _find(options)
    locale = options.locale or next(iter(model.spec.text))
    if locale not in model.spec.text:
        allowed = ", ".join(model.spec.text)
        raise ProblemsFound(
            [Problem(Location("--locale"), "show-locale", {"value": f'"{locale}"', "allowed": allowed})]
        )
    call = _python_call(parsed, model)
    if options.json:
        print(json_document(model.spec.model_dump(mode="json") | {"python": "\n".join(call)}))
        return 0
    from ..docs.model_page import lower_pages
    from ..words.phrases import phrase

    page = next(page for page in lower_pages(parsed)[model.spec.id] if page.locale == locale)
    print(f"{show_hidden(model.spec.name)} ({model.spec.id})")
    for line in page_lines(page):
        print(line)
    print("\n  ".join([f"\n{phrase('python_signature', locale)}", *call]))
    return 0


def _find(options: argparse.Namespace) -> tuple[Parsed, ParsedModel]:
    """Return the model, alone with its platform: what is wrong with other specs is no matter here."""
    from ..checks import check
    from ..source.load import load_source
    from ..source.parse import parse_source

    source, problems = load_source(options.specs)
    ids = [file.path.rpartition("/")[2].rpartition(".")[0] for file in source.models]
    if source.models and options.id not in ids:
        parameters = {"value": f'"{options.id}"', "hint": did_you_mean(options.id, ids)}
        raise ProblemsFound([Problem(Location("ID"), "show-unknown", parameters)])
    only = replace(
        source, models=tuple(file for file, name in zip(source.models, ids, strict=True) if name == options.id)
    )
    parsed, found = parse_source(only)
    problems += found or (check(parsed) if parsed else [])
    if problems or parsed is None or not parsed.models:
        raise ProblemsFound(problems)
    return parsed, parsed.models[0]


def _python_call(parsed: Parsed, model: ParsedModel) -> Sequence[str]:
    """Return the signature of the method that calls a model, as the generated client has it."""
    from ..python.models import lower_model

    lowered = lower_model(parsed.contracts[0], model.path)
    return list(_signature(lowered.is_chat, f"client.{lowered.category}.{lowered.name}", lowered.signature))


def _signature(is_chat: bool, owner: str, arguments: Sequence[str]) -> Iterator[str]:
    yield f"{owner}.{'send' if is_chat else 'create'}("
    yield from (f"    {argument}," for argument in arguments)
    yield f") -> {'Reply' if is_chat else 'Job'}"


SHOW = Command("show", "Print everything that the spec of one model says.", _run, _add_options)
