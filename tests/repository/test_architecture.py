"""The rules of the house, as far as a parser can see them."""

from __future__ import annotations

import ast
import filecmp
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from rivya_codegen.docs import ir as docs_ir
from rivya_codegen.python import ir

REPOSITORY = Path(__file__).parents[2]
CODEGEN = REPOSITORY / "codegen"
GENERATOR = CODEGEN / "rivya_codegen"
RUNTIME = CODEGEN / "runtime"
PACKAGE = REPOSITORY / "generated" / "python" / "rivya"
MODULES = sorted(CODEGEN.rglob("*.py"))

# The only modules of the generator that may touch the disk.
FILE_ACCESS = {
    "source/inputs.py",  # reads what others wrote, within bounds
    "source/plugins.py",  # reads plugins
    "source/load.py",  # reads the runtime
    "source/single_files.py",  # reads a spec, or the platform
    "output/write.py",  # writes outputs and specs
    "source/previous.py",  # reads the last output
    "source/lock.py",  # opens the folders that it locks
    "output/cache.py",  # notes in the user's cache what need not be done again
    "output/format.py",  # ruff needs files: a temporary copy
    "words/locales.py",  # reads the tables that are part of the program: messages, rules, guides
    "output/manifest.py",  # hashes the program itself
    "cli.py",  # opens the null device when the reader of its output has gone
}
FILE_CALLS = {
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "open",
    "mkdir",
    "unlink",
    "rename",
    "replace_file",
}


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CODEGEN)))
def test_module_keeps_to_the_size_budget(path: Path) -> None:
    text = path.read_text("utf-8")
    # The tree of errors is one file, most of it what each of them says of itself.
    assert text.count("\n") <= (400 if path == RUNTIME / "errors.py" else 300)
    for function in functions(parse(path)):
        length = (function.end_lineno or 0) - function.lineno + 1
        positional = [*function.args.posonlyargs, *function.args.args]
        # A constructor or call with keyword-only options is one line an option; its body is what has to be short.
        body = (function.end_lineno or 0) - function.body[0].lineno + 1
        assert min(length, body if function.args.kwonlyargs else length) <= 40, f"{function.name}: {length} lines"
        assert len([a for a in positional if a.arg not in {"self", "cls"}]) <= 5, (
            f"{function.name}: too many positional parameters"
        )


def test_half_of_the_modules_are_short() -> None:
    lengths = sorted(path.read_text("utf-8").count("\n") for path in MODULES)
    assert lengths[len(lengths) // 2] <= 120


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CODEGEN)))
def test_module_and_public_classes_say_what_they_are(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "manager"}
    tree = parse(path)
    assert ast.get_docstring(tree), "the module has no docstring"
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_only_the_ends_touch_the_disk() -> None:
    found = set()
    for path in sorted(GENERATOR.rglob("*.py")):
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in FILE_CALLS:
                    found.add(path.relative_to(GENERATOR).as_posix())
    assert found == FILE_ACCESS


def test_every_module_has_a_room() -> None:
    assert len(list(GENERATOR.glob("*.py"))) <= 6


def test_the_pipeline_reads_like_its_picture() -> None:
    body = next(function for function in functions(parse(GENERATOR / "pipeline.py")) if function.name == "run")
    assert (body.end_lineno or 0) - body.lineno < 40


def test_templates_see_frozen_values_only() -> None:
    classes = [
        value
        for module in (ir, docs_ir)
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    ]
    assert len(classes) > 15
    for cls in classes:
        assert cls.__dataclass_params__.frozen, cls  # type: ignore[attr-defined]
        assert "__slots__" in vars(cls), cls
        assert not hasattr(cls, "__getattr__"), cls


def test_one_module_makes_names() -> None:
    users = {
        path.name
        for path in GENERATOR.rglob("*.py")
        if re.search(r"^import keyword|^from keyword", path.read_text("utf-8"), re.MULTILINE)
    }
    assert users == {"names.py"}


def test_one_package_chooses_type_text() -> None:
    users = {path.parent.name for path in GENERATOR.rglob("*.py") if "Literal[{" in path.read_text("utf-8")}
    assert users == {"python"}


# --- The runtime ------------------------------------------------------------------------------------------------------


def test_the_runtime_is_copied_byte_for_byte() -> None:
    files = [path.relative_to(RUNTIME) for path in RUNTIME.rglob("*.py")]
    assert len(files) > 100
    assert all(filecmp.cmp(RUNTIME / path, PACKAGE / path, shallow=False) for path in files)


def test_the_runtime_imports_relatively_and_knows_no_model() -> None:
    ids = [path.stem for path in (REPOSITORY / "specs" / "models").glob("*.yaml")]
    assert ids
    for path in RUNTIME.rglob("*.py"):
        text = path.read_text("utf-8")
        assert not re.search(r"^\s*(?:from|import) (?:rivya|runtime)\b", text, re.MULTILINE), path
        assert not any(model_id in text for model_id in ids), path


@pytest.mark.parametrize(
    "name",
    [
        "options",
        "_core/problems",
        "_spec/findings",
        "_transport/flow",
        "_transport/answers",
        "_transport/redirects",
        "_transport/downloads",
        "_validation/request",
        "_validation/references",
        "files/uploads",
        "jobs/saving",
        "jobs/following",
        "jobs/waiting",
    ],
)
def test_decisions_are_made_without_io(name: str) -> None:
    found = set(roots_imported(RUNTIME / f"{name}.py"))
    assert found.isdisjoint({"httpx", "time", "asyncio", "socket", "threading", "random"})


def roots_imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


def modules_named(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """Yield the modules of the runtime that one names: at its head, for types alone, deferred, or inside of a function."""
    package = path.relative_to(RUNTIME).parent.parts
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            module = ".".join((*package[: len(package) - node.level + 1], *filter(None, [node.module])))
            yield from [module] if module in known else [f"{module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "deferred":
            name = str(ast.literal_eval(node.args[0]))
            level = len(name) - len(name.lstrip("."))
            yield ".".join((*package[: len(package) - level + 1], name.lstrip("."))) if level else name


LISTED_ERRORS = {"budgets", "jobs.errors"}
"""What `errors` names for type checkers alone: there they are defined, and there the names are listed."""


def test_the_modules_of_the_runtime_go_in_no_circle() -> None:
    modules = {".".join(path.relative_to(RUNTIME).with_suffix("").parts): path for path in RUNTIME.rglob("*.py")}
    named = {module: set(modules_named(path, modules)) & modules.keys() for module, path in modules.items()}
    assert named["jobs.job"] >= {"jobs.state", "_transport.resource"}
    assert "_transport.transport" in named["_transport.resource"]  # deferred
    named["errors"] -= LISTED_ERRORS
    TopologicalSorter(named).prepare()  # raises CycleError, which names the modules of a circle


@pytest.mark.parametrize("name", ["transport.py", "async_transport.py"])
def test_shells_are_thin(name: str) -> None:
    assert (RUNTIME / "_transport" / name).read_text("utf-8").count("\n") <= 120


def test_one_module_touches_the_http_library() -> None:
    client = [path for path in RUNTIME.rglob("*.py") if "emulator" not in path.parts]
    assert [path.stem for path in client if {"httpx", "httpx2"} & set(roots_imported(path))] == ["connecting"]


# --- The output -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((PACKAGE / "models").glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_generated_models_are_data_and_signatures(path: Path) -> None:
    tree = parse(path)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.If | ast.For | ast.While | ast.Try)]
    for function in functions(tree):
        assert len(function.body) == 2, function.name
        assert ast.get_docstring(function), function.name
        assert isinstance(function.body[1], ast.Return), function.name


def test_generated_files_say_where_they_come_from() -> None:
    templates = {
        path.relative_to(REPOSITORY / "templates").as_posix() for path in (REPOSITORY / "templates").rglob("*.jinja")
    }
    for path in sorted((REPOSITORY / "generated").rglob("*")):
        copied = path.is_relative_to(PACKAGE) and (RUNTIME / path.relative_to(PACKAGE)).exists()
        if path.suffix in {".py", ".md", ".toml"} and not copied:
            head = path.read_text("utf-8").splitlines()[0]
            match = re.fullmatch(
                r"(?:#|<!--) Generated by rivya-codegen(?: from .+?)? with (\S+?)\. Do not edit\.(?: -->)?", head
            )
            assert match, (path, head)
            assert match.group(1) in templates, path


OF_A_MACHINE = re.compile(
    r"(?<![\w.])/(?:home|root|work|opt|Users)/\w"
    r"|[A-Za-z]:\\+Users\\"
    r"|\b(?:extra-)?index-url\b|--find-links\b"
    r"|https?://[^\s\"'`]*/simple\b"
    r"|(?:https?|file)://[^\s\"'`]*\.whl\b"
)
"""A folder of somebody's, or a place that packages come from."""


def test_the_repository_names_no_machine() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    paths = [REPOSITORY / name for name in files.stdout.splitlines()]
    named = {
        str(path): found[0]
        for path in paths
        if path.is_file()
        and path != Path(__file__)
        and (found := OF_A_MACHINE.search(path.read_text("utf-8", "replace")))
    }
    assert named == {}


@pytest.mark.parametrize(
    "text",
    [
        "open('/home/ann/x')",
        "cd /Users/ann",
        r"C:\Users\ann",
        "index-url = x",
        "https://packages.example.test/team/simple",
        "file:///srv/wheels/a-1.whl",
    ],
)
def test_a_machine_is_noticed_by_its_form(text: str) -> None:
    assert OF_A_MACHINE.search(text)


def test_the_top_level_is_fixed() -> None:
    files = subprocess.run(
        ["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    top = {name.split("/")[0] for name in files if name and not name.startswith(".")}
    fixed = (
        "pyproject.toml README.md Makefile CONTRIBUTING.md CHANGELOG.md LICENSE specs codegen generated templates tests"
    )
    assert top <= set(fixed.split())
