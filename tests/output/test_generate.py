"""The generator as a whole: same bytes, all or nothing, nothing left behind, from any folder."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from rivya_codegen import pipeline
from rivya_codegen.__main__ import main as begin
from rivya_codegen.cli import main
from rivya_codegen.output import format as formatting
from rivya_codegen.output import render
from rivya_codegen.problems.problem import ProblemsFound
from rivya_codegen.source.load import load_inputs
from rivya_codegen.source.settings import Settings

TESTS = Path(__file__).parent.parent


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def add_case(project: Path, case: str) -> None:
    shutil.copytree(TESTS / "cases" / case / "specs", project / "specs", dirs_exist_ok=True)


def test_the_committed_output_is_what_the_specs_generate_from_any_folder(repository: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rivya_codegen", "generate", "--specs", repository / "specs", "--out", "elsewhere"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    committed = snapshot(repository / "generated")
    ours = {
        path: content for path, content in committed.items() if "__pycache__" not in path and ".egg-info" not in path
    }
    assert snapshot(tmp_path / "elsewhere") == ours


def test_same_bytes_whatever_the_hash_seed(project: Path) -> None:
    """Those of this process are hashed by another number, drawn for it or given to it."""
    add_case(project, "kitchen-sink")
    environment = {**os.environ, "PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") == "0" else "0"}
    command = [sys.executable, "-m", "rivya_codegen", "generate", "--out", "out0"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert main(["generate", "--out", "out1"]) == 0
    assert snapshot(project / "out0") == snapshot(project / "out1")


def test_unchanged_run_writes_nothing_and_check_agrees(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in generated.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["generate", "--out", "out"]) == 0
    assert capsys.readouterr().out == "out is up to date.\n"
    assert {path: path.stat().st_mtime_ns for path in generated.rglob("*") if path.is_file()} == before
    assert main(["check", "--out", "out"]) == 0


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize("damage", ["edit", "remove"])
def test_check_fails_with_a_diff_and_the_command(
    generated: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    target = generated / "schemas" / "class.json"
    if damage == "edit":
        target.write_text(target.read_text() + "// by hand\n")
    else:
        target.unlink()
    before = snapshot(generated)
    assert main(["check", "--out", "out"]) == 1
    printed = capsys.readouterr()
    assert "schemas/class.json" in printed.out
    assert "out is stale; run: rivya-codegen generate --out out" in printed.err
    assert main(["diff", "--out", "out"]) == 0
    assert snapshot(generated) == before
    assert main(["generate", "--out", "out"]) == 0
    assert main(["check", "--out", "out"]) == 0


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize("verb", ["check", "diff"])
def test_an_output_that_is_not_there_is_one_line(
    verb: str, generated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = len(snapshot(generated))
    assert main([verb, "--out", "elsewhere"]) == (verb == "check")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"elsewhere has no outputs yet; generate would write {files} files.\n" in printed.err
    assert not Path("elsewhere").exists()


def test_ctrl_c_while_the_program_is_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop() -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("rivya_codegen.cli.main", stop)
    assert begin() == 130
    assert capsys.readouterr().err == "Interrupted; nothing was written.\n"


@pytest.mark.usefixtures("remembered")
def test_check_sees_a_changed_manifest_too(generated: Path) -> None:
    manifest = generated / "MANIFEST.json"
    content = json.loads(manifest.read_text())
    target = generated / "catalog.json"
    target.write_text("{}\n")
    import hashlib

    content["outputs"]["catalog.json"] = hashlib.sha256(b"{}\n").hexdigest()
    manifest.write_text(json.dumps(content))
    assert main(["check", "--out", "out"]) == 1


@pytest.mark.usefixtures("remembered")
def test_stale_files_are_removed_and_foreign_ones_stay(generated: Path, project: Path) -> None:
    foreign = generated / "docs" / "notes.txt"
    foreign.write_text("mine")
    (project / "specs" / "models" / "class.yaml").unlink()
    assert main(["generate", "--out", "out"]) == 0
    assert not list(generated.rglob("class*"))
    assert foreign.read_text() == "mine"
    assert (generated / "schemas" / "z.json").exists()


@pytest.mark.usefixtures("remembered")
def test_one_spec_more_touches_few_files(generated: Path, project: Path) -> None:
    before = snapshot(generated)
    add_case(project, "unquoted-scalars")
    assert main(["generate", "--out", "out"]) == 0
    changed = {path for path, content in snapshot(generated).items() if before.get(path) != content}
    # Its own module, schema, vectors and page; the client, the list of models, the README; catalogue and OpenAPI (twice);
    # the index of the docs in both languages; the list of what is shipped.
    assert len(changed - {"MANIFEST.json"}) <= 14, sorted(changed)


@pytest.mark.usefixtures("remembered")
def test_read_only_output_folder(
    generated: Path, project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_case(project, "unquoted-scalars")
    before = snapshot(generated)
    if os.geteuid() == 0:  # root may write anywhere: let the system call say what it says to others

        def refuse(*, prefix: str, dir: Path) -> None:
            raise PermissionError(13, "Permission denied", str(dir / prefix))

        monkeypatch.setattr("rivya_codegen.output.write.tempfile", SimpleNamespace(TemporaryDirectory=refuse))
    else:
        generated.chmod(0o555)
    assert main(["generate", "--out", "out"]) == 1
    assert "cannot be written: Permission denied; nothing was changed" in capsys.readouterr().err
    assert snapshot(generated) == before


@pytest.mark.usefixtures("remembered")
def test_a_failure_half_way_puts_everything_back(
    generated: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_case(project, "unquoted-scalars")
    (project / "specs" / "models" / "class.yaml").unlink()
    before = snapshot(generated)
    replace, calls = os.replace, []

    def fail_late(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 8:
            raise OSError(28, "No space left on device", str(target))
        replace(source, target)

    monkeypatch.setattr("rivya_codegen.output.write.os.replace", fail_late)
    assert main(["generate", "--out", "out"]) == 1
    assert len(calls) > 8, "nothing was put back"
    assert snapshot(generated) == before


def test_a_template_that_raises_last_changes_nothing(
    generated: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_case(project, "unquoted-scalars")
    before = snapshot(generated)
    (project / "mine" / "docs").mkdir(parents=True)
    (project / "mine" / "docs" / "model.md.jinja").write_text(
        "{{ model.id | code }}\n{{ page.sections[99].heading | md }}\n"
    )
    assert main(["generate", "--out", "out", "--templates", "mine"]) == 1
    assert "mine/docs/model.md.jinja:2:1: error:" in capsys.readouterr().err
    assert snapshot(generated) == before


def test_ruff_runs_twice_whatever_the_number_of_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    ruff = formatting._ruff
    monkeypatch.setattr(
        formatting, "_ruff", lambda root, *arguments: runs.append(arguments[0]) or ruff(root, *arguments)
    )
    add_case(project, "odd-ids")
    pipeline.run(*load_inputs(Settings(output=Path("out"))))
    assert runs == ["check", "format"]


def test_an_output_path_cannot_leave_the_folder(project: Path) -> None:
    add_case(project, "odd-ids")
    for model_id in ("..", "../x", "a/b", "a\\b", ".hidden", "a..b", "A", "", "con/../../x"):
        spec = (project / "specs" / "models" / "z.yaml").read_text().replace("id: z\n", f"id: {json.dumps(model_id)}\n")
        (project / "specs" / "models" / "z.yaml").write_text(spec)
        with pytest.raises(ProblemsFound) as caught:
            pipeline.run(*load_inputs(Settings(output=Path("out"))))
        assert caught.value.problems[0].code == "model-id", model_id
        add_case(project, "odd-ids")


@pytest.mark.usefixtures("remembered")
def test_any_working_directory(
    generated: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--specs", str(project / "specs"), "--out", str(generated)]) == 0, capsys.readouterr().out
    assert main(["generate", "--specs", str(project / "specs"), "--out", "elsewhere"]) == 0
    assert snapshot(tmp_path / "elsewhere") == snapshot(generated)


def test_usage_errors_exit_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        [],
        ["nonsense"],
        ["generate", "--no-such-option"],
        ["import"],
        ["import", "x", "--reviewed", "soon"],
    ):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
        assert "usage: rivya-codegen" in capsys.readouterr().err


def test_the_schemas_of_the_format_are_fresh(repository: Path) -> None:
    from rivya_codegen.spec.json_schema import spec_schemas

    for name, text in spec_schemas().items():
        assert (repository / "specs" / "schema" / name).read_text("utf-8") == text, "run: rivya-codegen schema"


def test_each_spec_names_its_schema(repository: Path) -> None:
    for path in (repository / "specs" / "models").glob("*.yaml"):
        assert path.read_text("utf-8").splitlines()[0] == "# yaml-language-server: $schema=../schema/model.schema.json"


def test_render_is_a_function_of_its_arguments(project: Path) -> None:
    add_case(project, "odd-ids")
    inputs, _ = load_inputs(Settings(output=Path("out")))
    parsed = pipeline.read_specs(Path("specs"))
    first = render.render(pipeline.lower_package(parsed), pipeline.lower_docs(parsed, inputs), inputs.templates)
    second = render.render(pipeline.lower_package(parsed), pipeline.lower_docs(parsed, inputs), inputs.templates)
    assert first == second
    assert not first[1]


@pytest.mark.usefixtures("remembered")
def test_an_interrupted_write_puts_everything_back(
    generated: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_case(project, "unquoted-scalars")
    before = snapshot(generated)
    replace, calls = os.replace, []

    def interrupt(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 9:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr("rivya_codegen.output.write.os.replace", interrupt)
    assert main(["generate", "--out", "out"]) == 130
    assert snapshot(generated) == before


@pytest.mark.usefixtures("remembered")
def test_nothing_is_written_through_a_link(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_case(project, "odd-ids")
    victim = project / "victim"
    victim.mkdir()
    (victim / "pyproject.toml").write_text("mine")
    (project / "out").mkdir()
    (project / "out" / "python").symlink_to(victim)
    assert main(["generate", "--out", "out"]) == 1
    assert "out/python" in (printed := capsys.readouterr().err)
    assert "[output-link]" in printed
    assert snapshot(victim) == {"pyproject.toml": b"mine"}


@pytest.mark.usefixtures("remembered")
def test_what_others_wrote_is_not_overwritten(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_case(project, "odd-ids")
    foreign = project / "out" / "python" / "pyproject.toml"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("mine")
    (project / "out" / "catalog.json").mkdir()
    assert main(["generate", "--out", "out"]) == 1
    printed = capsys.readouterr().err
    assert "[output-foreign]" in printed
    assert "[output-directory]" in printed
    assert foreign.read_text() == "mine"
    (project / "out" / "catalog.json").rmdir()
    assert main(["generate", "--out", "out", "--force"]) == 0
    assert foreign.read_text() != "mine"


@pytest.mark.usefixtures("remembered")
def test_a_manifest_cannot_reach_outside(generated: Path, project: Path) -> None:
    keep = project / "keep.txt"
    keep.write_text("mine")
    (generated / "MANIFEST.json").write_text(json.dumps({"outputs": {"../keep.txt": "0"}}))
    assert main(["generate", "--out", "out", "--force"]) == 0
    assert keep.read_text() == "mine"


@pytest.mark.parametrize(
    "content",
    [
        "x: " + "[" * 50_000 + "]" * 50_000,
        "a: " + "9" * 6000,
        "a: 1e400",
        "? [a]\n: b",
        "a: !!python/object:os.system x",
        "<<: *b",
    ],
    ids=["deep", "long-number", "infinite", "list-key", "tag", "merge"],
)
def test_odd_yaml_is_a_problem_not_a_crash(content: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "specs" / "models" / "odd.yaml").write_text(content)
    assert main(["validate"]) == 1
    assert "specs/models/odd.yaml:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "schema",
    [
        {"title": "Task", "type": ["object", 5]},
        {"title": "Task", "type": "object", "properties": []},
        {"title": "Task", "$ref": "https://example.com/schema.json"},
        {"title": "Task", "type": "object", "properties": {"a": {"$ref": "#/$defs/Nope"}}},
        {"title": "not a name"},
        # What other tools would obey: they read the file, import the name, make the code their own.
        {"title": "Task", "type": "object", "properties": {"a": {"$dynamicRef": "/etc/passwd"}}},
        {"title": "Task", "type": "object", "properties": {"a": {"x-python-type": "exit"}}},
        {"title": "Task", "type": "object", "customBasePath": "rivya.jobs.job.Job", "properties": {}},
        {"title": "Task", "type": "object", "properties": {"a": {"anyOf": [{"discriminator": {"propertyName": "b"}}]}}},
        {"title": "Task", "type": "object", "properties": {"a": {"maxLenght": 3}}},
        {"title": "Any", "type": "object", "properties": {"a": {"type": "string"}}},
        {"title": "class", "type": "object", "properties": {"a": {"type": "string"}}},
        [],
    ],
    ids=[
        *("type", "properties", "remote", "missing", "title", "file", "name", "base", "nested", "misspelt"),
        *("taken", "keyword", "list"),
    ],
)
def test_a_broken_wire_type_is_a_problem(schema: object, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_case(project, "odd-ids")
    name = "task" if isinstance(schema, dict) and schema["title"] in {"Task", "not a name"} else "other"
    (project / "specs" / "wire" / f"{name}.json").write_text(json.dumps(schema))
    assert main(["generate", "--out", "out"]) == 1
    assert f"specs/wire/{name}.json:1:" in capsys.readouterr().err
    assert not (project / "out").exists()


def test_the_names_in_a_wire_type_are_no_keywords(project: Path) -> None:
    """A field may be called like a keyword, and a value may hold one; a description stays text in each."""
    add_case(project, "odd-ids")
    described = {"type": "string", "description": 'A """ and a \\ in it.'}
    names = (
        "$ref",
        "$dynamicRef",
        "default",
        "enum",
        "const",
        "examples",
        "properties",
        "x-python-type",
        "description",
    )
    schema = {"title": "Odd", "type": "object", "properties": dict.fromkeys(names, described)}
    value = {"$ref": "https://example.com"}
    schema["properties"] |= {"value": {"type": "object", "default": value, "examples": [value]}}
    (project / "specs" / "wire" / "odd.json").write_text(json.dumps(schema))
    assert main(["generate", "--out", "out"]) == 0
    tree = ast.parse((project / "out" / "python" / "rivya" / "types.py").read_text("utf-8"))
    [odd] = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Odd"]
    said = [
        node.value.value for node in odd.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    assert said == [described["description"]] * len(names)
    document = json.loads((project / "out" / "openapi.json").read_text("utf-8"))
    assert document["components"]["schemas"]["Odd"] == schema


@pytest.mark.parametrize("name", ["_", "__init__", "__class__", "class", "_x"])
def test_a_model_has_no_name_that_python_takes(name: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_case(project, "odd-ids")
    spec = next((project / "specs" / "models").glob("*.yaml"))
    rows = [row for row in spec.read_text("utf-8").splitlines() if not row.startswith("python_name:")]
    spec.write_text("\n".join([*rows, f"python_name: {name}", ""]), "utf-8")
    assert main(["generate", "--out", "out"]) == 1
    said = capsys.readouterr().err
    assert f"specs/models/{spec.name}:" in said
    assert "output-unparsable" not in said
    assert not (project / "out").exists()


def test_no_specs_are_a_problem(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 1
    assert "[specs-empty]" in capsys.readouterr().err


def test_an_empty_folder_name_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["generate", "--out", ""])
    assert caught.value.code == 2


def test_looking_at_specs_neither_runs_plugins_nor_reads_what_only_a_run_needs(
    repository: Path, tmp_path: Path
) -> None:
    (tmp_path / "specs").symlink_to(repository / "specs")
    (tmp_path / "generated").symlink_to(repository / "generated")
    shutil.copy(repository / "generated" / "catalog.json", tmp_path / "catalogue.json")
    shutil.copy(repository / "tests" / "pages" / "grok-imagine.en.md", tmp_path / "page.md")
    forbidden = [
        repository / "templates",
        repository / "codegen" / "runtime",
        repository / "generated",
        tmp_path / "generated",
    ]
    looking = [
        ["list"],
        ["show", "grok-imagine"],
        ["validate"],
        ["changes", "./specs"],
        ["sync", "catalogue.json"],
        ["import", "page.md", "--dry-run"],
    ]
    program = f"""
import os, sys
from rivya_codegen.cli import main
from rivya_codegen.source import plugins

def no_plugins(**_):
    raise AssertionError("plugins were looked for")

def watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, os.PathLike)):
        place = os.path.abspath(arguments[0])
        assert not place.startswith({tuple(map(str, forbidden))!r}), place

plugins.entry_points = no_plugins
sys.addaudithook(watch)
for arguments in {looking!r}:
    main(arguments)
    print("-- end of", arguments[0])
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    printed = done.stdout
    for arguments in looking:
        said, _, printed = printed.partition(f"-- end of {arguments[0]}\n")
        assert said, arguments


def test_a_path_is_rendered_or_copied_but_not_both(project: Path) -> None:
    add_case(project, "odd-ids")
    inputs, _ = load_inputs(Settings(output=Path("out")))
    parsed = pipeline.read_specs(Path("specs"))
    docs = pipeline.lower_docs(parsed, inputs)
    copied = ("python/rivya/client.py", "python/rivya/_platform.py/x.py")
    _, problems = render.render(pipeline.lower_package(parsed), docs, inputs.templates, copied=copied)
    assert [str(problem).partition(": error: ")[::2] for problem in problems] == [
        (
            inputs.templates[template].display,
            f"{path} is taken: {owner} is made there; choose another path [artefact-taken]",
        )
        for template, path, owner in (
            ("package/client.py.jinja", copied[0], copied[0]),
            ("package/platform.py.jinja", "python/rivya/_platform.py", copied[1]),
        )
    ]
