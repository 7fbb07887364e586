"""The docs pages that belong to no model: `templates/docs/<locale>/<topic>.md.jinja`, and what these may name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath

from ..problems.problem import did_you_mean
from ..python.calls import simplicity
from ..source.inputs import TextFile
from ..source.parse import Parsed
from ..spec.model import ModelSpec
from ..text.fragments import Fragment, fenced
from ..words.locales import LOCALES
from .changelog import changelog_sections
from .guide_tables import GuideRows, Link, python_name
from .ir import Guide
from .rules import rule_sections
from .runtime_facts import read_runtime

INDEX = "README"
ORDER = (
    *("authentication", "endpoints", "jobs", "files", "chat", "credits", "reliability", "errors", "webhooks"),
    *("catalogue", "ci", "rules", "changes", "emulator", "extending", "release", "CHANGELOG"),
)
"""The pages in the order of the index; others follow by name."""

PAGES = frozenset({INDEX, *ORDER})
LISTINGS = "docs/code/"
"""The programs and other files that pages show."""
_GUIDE = re.compile(r"docs/([^/]+)/([^/_][^/]*)\.md\.jinja")
_HEAD = re.compile(r"# (?P<title>.+)\n\n(?P<summary>.+)\n")
_BAR = re.compile(r"(?<!\\)\|")
"""What would end a cell of the index."""
_LANGUAGES = {"py": "python", "yml": "yaml"}
_WRITTEN_FOR: Mapping[str, str] = {
    "job": "image.z_image",
    "edit": "image.gpt_image_2",
    "edit_id": '"gpt-image-2"',
    "chat": "chat.gemini_2_5_flash",
    "base_url": '"https://rivya.ai"',
}
"""What stands in the listings, which are real programs, for the models and the address that other specs have."""


def is_guide(template: str) -> bool:
    """Return whether a template is one of the pages about a topic, or a file that they show."""
    match = _GUIDE.fullmatch(template)
    return template.startswith(LISTINGS) or (match is not None and match[1] in LOCALES)


def lower_guides(parsed: Parsed, runtime: Mapping[str, bytes], templates: Mapping[str, TextFile]) -> tuple[Guide, ...]:
    """Return the pages about topics in the locales of the platform.

    Args:
        parsed: The specs.
        runtime: The files of the runtime, of which some pages tell.
        templates: All templates, by name.
    """
    known, models = read_runtime(runtime), tuple(model.spec for model in parsed.models)
    shared = {
        "platform": parsed.platform,
        "policies": known.defaults,
        "error_tree": known.error_tree(),
        "response": _first_response(models),
        "listing": _listing(parsed, templates),
    }
    guides: list[Guide] = []
    for locale in parsed.platform.locales:
        pages = dict(_pages(templates, locale))
        variables = {
            **shared,
            "rows": GuideRows(parsed, models, known, tuple(_links(pages)), locale),
            "rules": partial(rule_sections, locale),
            "changelog": changelog_sections(parsed.releases, locale),
        }
        guides += [Guide(name, Fragment(locale), topic, variables) for topic, (name, _) in pages.items()]
    return tuple(guides)


def _pages(templates: Mapping[str, TextFile], locale: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the topics of a locale: the name and the text of each template."""
    for name, file in templates.items():
        match = _GUIDE.fullmatch(name)
        if match and match[1] == locale:
            yield match[2], (name, file.text)


def _links(pages: Mapping[str, tuple[str, str]]) -> Iterator[Link]:
    topics = [*(topic for topic in ORDER if topic in pages), *sorted({*pages} - {*ORDER, INDEX})]
    for topic in topics:
        head = _HEAD.match(pages[topic][1])
        title, summary = (head["title"], head["summary"]) if head else (topic, "")
        yield Link(topic, *(Fragment(_BAR.sub(r"\|", text)) for text in (title, summary)))


def _listing(parsed: Parsed, templates: Mapping[str, TextFile]) -> Callable[[str], Fragment]:
    """Return what shows a file of `docs/code/`, with the models of these specs; nothing where they have none for it."""
    ours = dict(_stand_ins(parsed))
    exchanged = {text: ours.get(name) for name, text in _WRITTEN_FOR.items()}
    pattern = re.compile("|".join(map(re.escape, exchanged)))

    def listing(name: str) -> Fragment:
        if LISTINGS + name not in templates:
            known = sorted(file.removeprefix(LISTINGS) for file in templates if file.startswith(LISTINGS))
            raise LookupError(f"{LISTINGS} has no {name}{did_you_mean(name, known)}; it has {', '.join(known)}")
        text = templates[LISTINGS + name].text.rstrip("\n")
        if any(exchanged[found] is None for found in pattern.findall(text)):
            return Fragment()
        suffix = PurePosixPath(name).suffix.removeprefix(".")
        return fenced(pattern.sub(lambda found: str(exchanged[found[0]]), text), _LANGUAGES.get(suffix, suffix))

    return listing


def _stand_ins(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """Yield the address, and the models that listings call, the cheapest of their kind."""
    yield "base_url", json.dumps(parsed.platform.base_url)
    kinds: dict[str, Callable[[ModelSpec], bool]] = {
        "job": lambda spec: not spec.is_chat and "text" in spec.inputs and spec.files_api != "required",
        "edit": lambda spec: spec.references is not None and list(spec.references.files) == ["image"],
        "chat": lambda spec: spec.is_chat,
    }
    callable_alone = [model.spec for model in parsed.models if _asks_for_a_prompt_alone(model.spec)]
    for kind, fits in kinds.items():
        for best in sorted(filter(fits, callable_alone), key=simplicity)[:1]:
            yield kind, python_name(best, parsed.platform)
            yield f"{kind}_id", json.dumps(best.id)


def _asks_for_a_prompt_alone(spec: ModelSpec) -> bool:
    asked = any(row.require or row.exactly_one_of for row in spec.conditions)
    return not asked and not any(row.required for row in spec.params.values())


def _first_response(models: tuple[ModelSpec, ...]) -> Fragment:
    """Return the first response of a job as a block of JSON; nothing where no spec has one."""
    responses = (spec.examples.response for spec in models if not spec.is_chat)
    response = next(filter(None, responses), None)
    return fenced(json.dumps(response, indent=2, ensure_ascii=False), "json") if response else Fragment()
