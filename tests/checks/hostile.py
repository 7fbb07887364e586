"""Hostile texts in every position of every input: what is refused, what comes out as data, and whether anything escapes.

A run puts another payload into each position at once and takes out those that are refused, until nothing is. What is
generated then must be, in every output, what the same positions with harmless words generate, but for the words.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

import yaml
from markdown_it import MarkdownIt
from rivya_codegen.importer import Page, import_pages
from rivya_codegen.pipeline import run
from rivya_codegen.problems.problem import Problem, ProblemsFound
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.load import load_inputs
from rivya_codegen.source.parse import parse_wire
from rivya_codegen.source.previous import Previous
from rivya_codegen.source.settings import MANIFEST, Settings
from rivya_codegen.spec.model import ModelSpec
from rivya_codegen.sync.run import compare_catalogue, load_specs, rewrite
from rivya_codegen.text.invisible import CONTROL, texts
from rivya_codegen.yaml_text.reader import Document, read_yaml

TESTS = Path(__file__).parent.parent
PAYLOADS = [
    text
    for group in json.loads(Path(__file__).with_name("payloads.json").read_text("utf-8")).values()
    for text in group
]
_MODELS = (
    "kitchen-sink/specs/models/kitchen-sink.1.yaml",
    "deprecated/specs/models/*.yaml",
    "options/specs/models/*.yaml",
    "chat-model/specs/models/*.yaml",
)
_RELEASES = "changelog/specs/releases/*.yaml"

Path_ = tuple[str | int, ...]
Position = tuple[str, Path_]


@dataclass
class Tally:
    """What became of the cases."""

    tried: int = 0
    refused: int = 0
    data: int = 0
    escapes: list[str] = field(default_factory=list)
    tracebacks: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count the cases of another run as well."""
        for row in fields(self):
            setattr(self, row.name, getattr(self, row.name) + getattr(other, row.name))

    def row(self, name: str) -> str:
        """Return the counts as a row of a Markdown table."""
        counts = [getattr(self, row.name) for row in fields(self)]
        numbers = (f"{count if isinstance(count, int) else len(count):,}" for count in counts)
        return f"| {name} | {' | '.join(numbers)} |"


class Inputs:
    """The specs that are made hostile: data by file."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(TESTS.parent / "specs", output=folder / "nothing")
        cases = TESTS / "cases"
        files = [path for pattern in _MODELS for path in sorted(cases.glob(pattern))]
        self.models = {f"specs/models/{path.name}": _data(path) for path in files}
        self.releases = {f"specs/releases/{path.name}": _data(path) for path in sorted(cases.glob(_RELEASES))}
        self.platform = {"specs/platform.yaml": _data(TESTS.parent / "specs" / "platform.yaml")}
        self.wire = {
            f"specs/wire/{path.name}": json.loads(path.read_text("utf-8"))
            for path in sorted((TESTS.parent / "specs" / "wire").glob("*.json"))
        }
        loaded, problems = load_inputs(self.settings)
        assert not problems
        self.source = replace(loaded.source, release=None)
        self.loaded = replace(loaded, tables=(), plugins={}, previous=Previous())
        self.folder, self.catalogue_models = folder, {"happyhorse-1-0", "gpt-5-2-chat", "kling-2-6"}
        shutil.copytree(TESTS.parent / "specs", folder / "specs", ignore=shutil.ignore_patterns("models"))
        (folder / "specs" / "models").mkdir()
        for name in ("happyhorse-1-0", "gpt-5-2-chat"):  # the third is new
            shutil.copy(TESTS.parent / "specs" / "models" / f"{name}.yaml", folder / "specs" / "models")
        self.side = load_specs(folder / "specs")

    @property
    def yaml_files(self) -> dict[str, Any]:
        """The data of the files in YAML."""
        return {**self.platform, **self.models, **self.releases}

    def positions(self, files: Mapping[str, Any]) -> list[Position]:
        """Return every place of a string."""
        return [(file, path) for file, data in files.items() for path, is_key, _ in texts(data) if not is_key]

    def files(self, filled: Mapping[Position, str], of: Mapping[str, Any], dump: Any) -> tuple[TextFile, ...]:
        """Return files as texts, with other texts in some positions."""
        return tuple(
            TextFile(name, name.removeprefix("specs/"), dump(_filled(name, data, filled))) for name, data in of.items()
        )

    def generate(self, filled: Mapping[Position, str]) -> dict[str, bytes]:
        """Return the outputs; `ProblemsFound` where something is refused."""
        source = replace(
            self.source,
            platform=self.files(filled, self.platform, _as_yaml)[0],
            models=self.files(filled, self.models, _as_yaml),
            releases=self.files(filled, self.releases, _as_yaml),
            wire=self.files(filled, self.wire, json.dumps),
        )
        return run(replace(self.loaded, source=source), ()).files

    def without_refused(self, filled: dict[Position, str]) -> dict[Position, str]:
        """Return the positions whose texts are accepted together."""
        left = dict(filled)
        while left:
            try:
                self.generate(left)
            except ProblemsFound as found:
                documents = {file: self._document(file, left) for file in self.yaml_files}
                about = [self._positions_of(problem, left, documents) for problem in found.problems]
                fewest = min(map(len, about))  # problems about more texts may only follow from those about fewer
                refused = {position for positions in about if len(positions) == fewest for position in positions}
                left = {position: text for position, text in left.items() if position not in refused}
            else:
                break
        return left

    def _positions_of(
        self, problem: Problem, filled: Mapping[Position, str], documents: Mapping[str, Document]
    ) -> list[Position]:
        """Return the filled positions that a problem is about: at its place, or else the nearest around it."""
        file = problem.location.file
        if file not in documents:
            return [position for position in filled if position[0].startswith(file)]
        document = documents[file]
        places = {place: path for places in (document.values, document.keys) for path, place in places.items()}
        path: Path_ = places.get(problem.location, ())
        if (file, path) in filled:
            return [(file, path)]
        said = " ".join(map(str, problem.parameters.values()))
        items = [item for value in problem.parameters.values() for item in str(value).split(", ")]
        named = [position for position, text in filled.items() if text in items or (len(text) > 2 and text in said)]
        if named:
            return named  # one value contradicts another
        for length in range(len(path), -1, -1):
            found = [position for position in filled if position[0] == file and position[1][:length] == path[:length]]
            if found:
                return found
        return list(filled)

    def _document(self, file: str, filled: Mapping[Position, str]) -> Document:
        readable = {
            position: CONTROL.sub("", text) for position, text in filled.items()
        }  # each is on a line of its own
        return read_yaml(_as_yaml(_filled(file, self.yaml_files[file], readable)), file)

    def with_harmless(self, accepted: Mapping[Position, str]) -> dict[str, bytes]:
        """Return what harmless words in the same positions generate."""
        words = {
            position: f"https://harmless{number}.example" if text.startswith("https://") else f"harmless{number}"
            for number, (position, text) in enumerate(accepted.items())
        }
        wrong = [row for row in words.items() if row[0][0] in self.wire and self._wire_problems(dict([row]))]
        return self.generate(
            self.without_refused({key: word for key, word in words.items() if (key, word) not in wrong})
        )

    def try_yaml(self, number: int) -> Tally:
        """Put the payloads from a number on into the positions of all YAML files, one each."""
        positions = self.positions(self.yaml_files)
        filled = {position: PAYLOADS[(number + at) % len(PAYLOADS)] for at, position in enumerate(positions)}
        return self._try(filled)

    def try_wire(self, number: int) -> Tally:
        """Do the same with the wire schemas."""
        positions = self.positions(self.wire)
        filled = {position: PAYLOADS[(number + at) % len(PAYLOADS)] for at, position in enumerate(positions)}
        alone = {position: text for position, text in filled.items() if not self._wire_problems({position: text})}
        tally = self._try(alone)
        tally.add(Tally(tried=len(filled) - len(alone), refused=len(filled) - len(alone)))
        return tally

    def _wire_problems(self, filled: Mapping[Position, str]) -> object:
        (file,) = {file for file, _ in filled}
        data = self.wire[file]
        named = _filled(file, data, filled)
        files = self.files(filled, {file: data, **self._referenced(data)}, json.dumps)
        return parse_wire(files)[-1] or named.get("title") != data.get("title")

    def _referenced(self, schema: Any) -> dict[str, Any]:
        text = json.dumps(schema)
        return {name: data for name, data in self.wire.items() if f'"#/$defs/{data["title"]}"' in text}

    def try_page(self, number: int) -> Tally:
        """Put a payload into a cell or line of a page, as it is and behind entities: one place after the other."""
        tally = Tally()
        for at in range(number % _EVERY, len(_PLACES), _EVERY):
            payload = PAYLOADS[(number + at) % len(PAYLOADS)]
            start, end = _PLACES[at]
            for written in (payload, "".join(f"&#{ord(char)};" for char in payload)):
                page = Page("page.md", _PAGE[:start] + written + _PAGE[end:])
                tally.add(_tally_of(lambda page=page: _imported(page), payload))
        return tally

    def try_catalogue(self, number: int) -> Tally:
        """Put a payload into a text of a catalogue: one place after the other."""
        tally = Tally()
        data = json.loads((TESTS.parent / "generated" / "catalog.json").read_text("utf-8"))
        data["data"] = [entry for entry in data["data"] if entry["id"] in self.catalogue_models]
        positions = self.positions({"catalogue": data})
        for at in range(number % _EVERY, len(positions), _EVERY):
            payload = PAYLOADS[(number + at) % len(PAYLOADS)]
            file = self.folder / "catalogue.json"
            file.write_text(json.dumps(_filled("catalogue", data, {positions[at]: payload})), "utf-8")
            tally.add(_tally_of(lambda file=file: self._synchronised(file), payload))
        return tally

    def _synchronised(self, file: Path) -> list[str]:
        found = compare_catalogue(str(file), self.side)
        return [model.text for model in rewrite(found, self.side, self.folder / "specs", date(2026, 5, 11))]

    def _try(self, filled: dict[Position, str]) -> Tally:
        tally = Tally(tried=len(filled))
        try:
            accepted = self.without_refused(filled)
            outputs, harmless = self.generate(accepted), self.with_harmless(accepted)
        except Exception as error:
            tally.tracebacks.append(f"{type(error).__name__}: {error}")
            return tally
        tally.refused, tally.data = len(filled) - len(accepted), len(accepted)
        for path, content in outputs.items():
            try:
                shape = shape_of(path, content.decode())
            except Exception as error:
                tally.broken.append(f"{path}: {type(error).__name__}: {error}")
                continue
            if path != MANIFEST and shape != shape_of(path, harmless[path].decode()):
                tally.escapes.append(path)
        return tally


def _tally_of(attempt: Callable[[], list[str]], payload: str) -> Tally:
    """Return the tally of one case that ends in texts of specs, or is refused."""
    try:
        made = attempt()
    except ProblemsFound as found:
        printed = [str(problem) for problem in found.problems]
        unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
        escapes = [line for line in printed if unseen & set(map(category, line))]
        return Tally(tried=1, refused=1, escapes=escapes)
    except Exception as error:
        return Tally(tried=1, tracebacks=[f"{payload!r}: {type(error).__name__}: {error}"])
    tally = Tally(tried=1, data=1)
    for text in made:
        try:
            data = read_yaml(text, "spec.yaml").data
        except ProblemsFound as found:
            tally.broken.append(f"{payload!r}: {found}")
            continue
        if set(data) - set(ModelSpec.model_fields):
            tally.escapes.append(f"{payload!r}: {sorted(data)}")
    return tally


def _imported(page: Page) -> list[str]:
    return [model.text for model in import_pages([page], Path("no-such-folder"), reviewed=date(2026, 5, 11))]


_PAGE = (TESTS / "pages" / "happyhorse-1-0.zh-Hant.md").read_text("utf-8")
_PLACES = [match.span(1) for match in re.finditer(r"(?:^|\| |^#+ )([^|\n#`{}-][^|\n]*?)(?= \||$)", _PAGE, re.MULTILINE)]
_EVERY = 10


def _data(path: Path) -> Any:
    return read_yaml(path.read_text("utf-8"), str(path)).data


def _filled(file: str, data: Any, filled: Mapping[Position, str]) -> Any:
    def part_of(part: Any, path: Path_) -> Any:
        if isinstance(part, dict):
            return {key: part_of(value, (*path, key)) for key, value in part.items()}
        if isinstance(part, list):
            return [part_of(value, (*path, index)) for index, value in enumerate(part)]
        return filled.get((file, path), part)

    return part_of(data, ())


def _as_yaml(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return "".join(char if char.isprintable() or char == "\n" else _escape(char) for char in text)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


_MARKDOWN = MarkdownIt("commonmark").enable("table")


@cache  # much is the same whatever the payloads are
def shape_of(path: str, text: str) -> Any:
    """Return what of an output is no text; an exception where its place cannot read it."""
    kind = path.rpartition(".")[2]
    if kind == "py":
        compile(text.encode(), path, "exec", dont_inherit=True)
        return ast.dump(_Blank().visit(ast.parse(text.encode())))
    if kind == "json":
        return _json_shape(json.loads(text))
    return list(_markdown_shape(text)) if kind == "md" else text


class _Blank(ast.NodeTransformer):
    """Empties the texts; classes count by their order, because wire types are named after the titles of schemas."""

    def __init__(self) -> None:
        self.classes: dict[str, str] = {}

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self.classes.setdefault(node.name, f"Class{len(self.classes)}")
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.classes.get(node.id, node.id))


def _json_shape(value: Any) -> Any:
    if isinstance(value, dict):
        return [_json_shape(item) for item in value.values()]
    if isinstance(value, list):
        return [_json_shape(item) for item in value]
    return "" if isinstance(value, str) else value


def _markdown_shape(text: str) -> Iterator[Any]:
    for token in _MARKDOWN.parse(text):
        if token.type == "fence":
            yield "fence", token.info, list(_code_shape(token.info, token.content))
        elif token.type == "html_block":
            yield "html_block", re.sub(r"specs/\S+", "", token.content)
        elif token.type == "inline":
            # Text and code alone: a long text may become code in an element, and a break of it a `<br>`.
            kinds = [
                (child.type, child.attrs.get("href", "") if child.type == "link_open" else "")
                for child in token.children or ()
                if child.type not in {"text", "code_inline"} and child.content not in {"<br>", "<code>", "</code>"}
            ]
            yield "inline", kinds
        else:
            yield token.type, token.tag


def _code_shape(language: str, code: str) -> Iterator[Any]:
    if language == "bash":
        yield from shell_shape(code)
    elif language == "yaml":
        yield _json_shape(yaml.safe_load(code))
    elif language == "json":
        yield _json_shape(json.loads(code))
    elif language == "python":
        yield ast.dump(_Blank().visit(ast.parse(code)))


def shell_shape(code: str) -> Iterator[str]:
    """Yield the words of a shell listing as their kinds: operators as they are, everything else as a word."""
    lexer = shlex.shlex(code, posix=True, punctuation_chars=True)
    lexer.commenters = ""
    for word in lexer:
        yield word if set(word) <= set("();<>|&") and word else "word"
