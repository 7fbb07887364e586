"""Hostile texts in every position: a sample of the property test that `make soak` runs at length."""

from __future__ import annotations

import ast
import json
import random
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from checks.hostile import PAYLOADS, Inputs, Tally, shape_of, shell_shape
from rivya_codegen.changes import RULES, Change
from rivya_codegen.changes.report import hint_of
from rivya_codegen.checks.hostile_text import check_hostile_platform
from rivya_codegen.cli import main
from rivya_codegen.output.format import format_python
from rivya_codegen.python.calls import curl_call
from rivya_codegen.source.parse import parse_source
from rivya_codegen.spec.addresses import base_address, https_address
from rivya_codegen.spec.platform import PlatformSpec
from rivya_codegen.text import fragments, markdown, proofs

FILTERS = {
    "literal": fragments.literal,
    "keywords": lambda text: fragments.keywords({"name": text}),
    "docstring": fragments.docstring,
    "comment": fragments.comment,
    "md": fragments.prose,
    "code": fragments.code,
    "code_list": lambda text: fragments.code_list([text, "x"]),
    "fenced": lambda text: fragments.fenced(text, "text"),
    "json": fragments.json_text,
    "csv": lambda text: fragments.csv_row([text, "x"]),
    "shell": fragments.shell,
    "yaml": fragments.yaml_text,
}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return Inputs(tmp_path_factory.mktemp("inputs"))


def test_there_are_payloads_enough() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 300


def check(tally: Tally, data: int) -> None:
    assert (tally.escapes, tally.tracebacks, tally.broken) == ([], [], [])
    assert tally.tried == tally.refused + tally.data
    assert tally.data >= data, "nearly everything is refused: the test says nothing"


@pytest.mark.parametrize("number", [0, 300])
def test_specs(inputs: Inputs, number: int) -> None:
    check(inputs.try_yaml(number), 40)


def test_wire_schemas(inputs: Inputs) -> None:
    check(inputs.try_wire(0), 60)


def test_pages_and_catalogues(inputs: Inputs) -> None:
    pages, catalogues = Tally(), Tally()
    for number in (0, 1, 3, 7, 52):
        pages.add(inputs.try_page(number))
        catalogues.add(inputs.try_catalogue(number))
    check(pages, 5)
    check(catalogues, 5)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_writes_every_text_but_control_characters(name: str) -> None:
    """`proofs.py` has read each of them back; what Python, JSON and YAML can escape, they write in full."""
    for text in PAYLOADS:
        try:
            FILTERS[name](text)
        except proofs.Unproven:
            assert fragments.CONTROL.search(text), text
            assert name not in {"literal", "keywords", "docstring", "comment", "json", "csv"}, text


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_writes_what_payloads_come_to_together(name: str) -> None:
    draw = random.Random(name)
    visible = [text for text in PAYLOADS if not fragments.CONTROL.search(text)]
    for _ in range(300):
        FILTERS[name]("".join(draw.choices(visible, k=draw.randint(2, 4))))


def test_a_proof_can_fail() -> None:
    """Each proof refuses what the careless way of writing a text would be."""
    careless = [
        (proofs.prove_literal, ('"a" + b', "a")),
        (proofs.prove_literal, ("inf", float("inf"))),
        (proofs.prove_keywords, ("a=1, b=2", {"a": 1})),
        (proofs.prove_docstring, ('a""" + b + """', 'a""" + b + """')),
        (proofs.prove_docstring, ("a\\", "a\\")),
        (proofs.prove_docstring, ("one", "one two")),
        (proofs.prove_comment, ("a\nb", "a\nb")),
        (proofs.prove_comment, ("coding: utf-7", "coding: utf-7")),
        (proofs.prove_comment, ("a --> b", "a --> b")),
        (proofs.prove_markdown, ("<img src=x>", "<img src=x>")),
        (proofs.prove_markdown, ("a | b", "a | b")),
        (proofs.prove_markdown, ("- a", "- a")),
        (proofs.prove_markdown, ("[a](b)", "[a](b)")),
        (proofs.prove_code, ("`a`b`", "a`b")),
        (proofs.prove_code, ("`a|b`", "a|b")),
        (proofs.prove_fence, ("```text\n```\n```", "```", "text")),
        (proofs.prove_link, ("<https://x.example/a b>", "https://x.example/a b")),
        (proofs.prove_json, ('"a\\nb"', "a b")),
        (proofs.prove_csv, ("a,b", ["a,b"])),
        (proofs.prove_shell, ("a;b c", "a;b c")),
        (proofs.prove_yaml, ("a: b", "a: b")),
        (proofs.prove_yaml, ("yes", "yes")),
    ]
    for prove, arguments in careless:
        with pytest.raises(proofs.Unproven):
            prove(*arguments)


@pytest.mark.parametrize("scheme", ["Bearer", "Be`id`", "B$HOME", "a'b", "x|y&z", "!!", "*"])
@pytest.mark.parametrize("path", ["", "/a;b&c", "/$(id)", "/a'b", "/*!~"])
def test_a_shell_gets_the_words_that_the_spec_says(inputs: Inputs, scheme: str, path: str, tmp_path: Path) -> None:
    """A real shell runs the line, with a `curl` that says what it was given."""
    parsed = parse_source(inputs.source)
    authentication = parsed.platform.authentication.model_copy(update={"scheme": scheme})
    address = base_address(f"https://x.example{path}")
    platform = parsed.platform.model_copy(update={"base_url": address, "authentication": authentication})
    PlatformSpec.model_validate(
        platform.model_dump(by_alias=True, mode="python") | {"reviewed": "2026-05-11"}, strict=False
    )
    body = {"prompt": "'; touch escaped; '$(touch escaped)`touch escaped`\n\\"}
    line = curl_call(body, platform, "generations.create")
    program = f'curl() {{ printf "%s\\0" "$@"; }}; uuidgen() {{ echo U; }}; RIVYA_API_KEY=key\n{line}'
    done = subprocess.run(["bash", "-c", program], capture_output=True, cwd=tmp_path, check=True)
    words = done.stdout.decode().split("\0")[:-1]
    assert words[0] == f"{address}{platform.operations['generations.create'].path}"
    assert words[1:3] == ["-H", f"Authorization: {scheme} key"]
    assert words[-2:] == ["-d", fragments.json_text(body).replace("<\\/", "</")]
    assert list(tmp_path.iterdir()) == []
    assert ";" not in list(shell_shape(line))


@pytest.mark.parametrize(
    "text",
    [
        *("https://x.example;touch${IFS}Y;#", "https://x.example/a b", 'https://x.example/"', "https://x.example/`id`"),
        *(
            "http://x.example",
            "https://",
            "https:///x",
            "https://u:p@x.example",
            "https://@x.example",
            "https://x_y.example",
        ),
        *(
            "https://x.example:y/",
            "https://x.example:99999/",
            "https://x.example/\t",
            "https://x.exa\nmple/",
            "https://X.example/",
        ),
        *(
            "https://x.example/%",
            "https://x.example/{id}",
            "https://x.example/<b>",
            "https://xn--/ü",
            "https://-x.example",
        ),
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="address"):
        https_address(text)


def test_what_is_an_address() -> None:
    for text in (
        "https://rivya.ai",
        "https://x.example:8443/a/b?c=d&e=%20#f",
        "https://[::1]/x",
        "https://xn--a.example/(x)",
    ):
        assert https_address(text) == text
    for text in ("https://rivya.ai?a", "https://rivya.ai#a"):
        with pytest.raises(ValueError, match=r"write https://rivya\.ai"):
            base_address(text)


def test_the_name_of_a_file_is_no_code(project: Path) -> None:
    """A file may be called anything; only `.yaml` and `.yml` are specs, and no line of an output is its name."""
    spec = Path(__file__).parent.parent / "cases" / "template-unfiltered" / "specs" / "models" / "model.yaml"
    shutil.copy(spec, project / "specs" / "models")
    shutil.copy(spec, project / "specs" / "models" / "model.y\nimport os\n#ml")
    assert main(["generate", "--out", "out"]) == 0
    assert "import os" not in (project / "out" / "python" / "rivya" / "models" / "model.py").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "code"),
    [("a \u202e b", "text-hidden-character"), ("[a](javascript:b())", "text-active-link"), ("\\", "")],
)
def test_the_words_of_a_wire_type_are_read_like_all_others(
    inputs: Inputs, text: str, code: str, tmp_path: Path
) -> None:
    [file] = [file for file in inputs.source.wire if file.path.endswith("task.json")]
    data = json.loads(file.text)
    data["properties"]["id"]["description"] = text
    changed = replace(file, text=json.dumps(data, indent=1))
    source = replace(inputs.source, wire=tuple(changed if row is file else row for row in inputs.source.wire))
    parsed = parse_source(source)
    found = list(check_hostile_platform(parsed))
    assert [problem.code for problem in found] == ([code] if code else [])
    line = next(at for at, row in enumerate(changed.text.split("\n"), 1) if json.dumps(text) in row)
    assert {(problem.location.file, problem.location.line) for problem in found} <= {(file.display, line)}


@pytest.mark.parametrize("text", ["\u3000a", "a\u00a0", "\u3000", "a \u3000 b", f"{'a' * 70}\u3000 {'b' * 70}"])
def test_a_docstring_keeps_wide_blanks_when_it_is_formatted(text: str) -> None:
    module = f'class A:\n    """{fragments.docstring(text, 4)}"""\n'
    formatted, _ = format_python({"a.py": module})
    [node] = ast.parse(formatted["a.py"]).body
    assert isinstance(node, ast.ClassDef)
    assert proofs.words(ast.get_docstring(node, clean=False) or "") == proofs.words(text)


@pytest.mark.parametrize("word", ["a`<b>`c", "`", "<?x", "{old}", "a|b"])
def test_a_word_in_the_code_of_a_hint_is_code(word: str) -> None:
    seen = 0
    for row in RULES.values():
        for locale, said in row.text.items():
            hint = hint_of(Change("models/a", row, ("a",), word, word), locale)
            for piece in re.findall(r"`([^`]*_word\}[^`]*)`", said.hint):
                assert markdown.code(piece.format(old_word=word, new_word=word)) in hint
                seen += 1
    assert seen


def test_the_issue_s_summary_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = (
        Path(__file__).parent.parent / "cases" / "template-unfiltered" / "specs" / "models" / "model.yaml"
    ).read_text("utf-8")
    summary = '"A. \\"\\"\\0\\"\\nopen(\'C\',\'w\')\\nX = \\"\\"\\0\\" end"'
    (project / "specs" / "models" / "model.yaml").write_text(spec.replace("A model for tests.", summary), "utf-8")
    assert main(["validate"]) == 1
    assert "U+0000" in capsys.readouterr().err
    assert main(["generate", "--out", "out"]) == 1
    assert not (project / "out").exists()


@pytest.mark.parametrize("shown", ["text", "json", "github", "sarif"])
def test_what_is_printed_has_no_control_characters_and_forges_nothing(
    project: Path, capsys: pytest.CaptureFixture[str], shown: str
) -> None:
    key = "\\e]0;x\\a\\n::warning file=x::forged\\n##[error]x\\u009b\\u202e"
    (project / "specs" / "models" / "a\n::error::x\x1b.yaml").write_text(f'"{key}": 1\nid: "{key}"\n', "utf-8")
    assert main(["validate", "--format", shown]) == 1
    printed = capsys.readouterr()
    for line in (printed.out + printed.err).split("\n"):
        assert line.isprintable()
        assert not line.lstrip().startswith("::") or (shown == "github" and line.startswith("::error file=specs"))
        assert "##[" not in line


def test_usage_errors_have_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["validate", "--no\x1b[2J\n::error::x"])
    assert all(line.isprintable() and not line.startswith("::") for line in capsys.readouterr().err.split("\n"))


def test_a_difference_gives_no_order(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = (
        Path(__file__).parent.parent / "cases" / "template-unfiltered" / "specs" / "models" / "model.yaml"
    ).read_text("utf-8")
    hostile = spec.replace("A model for tests.", '"::error::x ##[error]y"')
    (project / "specs" / "models" / "model.yaml").write_text(hostile, "utf-8")
    assert main(["generate", "--out", "out"]) == 0
    (project / "specs" / "models" / "model.yaml").write_text(hostile.replace("name: model", "name: other"), "utf-8")
    assert main(["show", "model"]) == 0
    assert main(["diff", "--out", "out"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert any("error::x" in line for line in lines)
    assert not [line for line in lines if line.lstrip().startswith("::") or "##[" in line]


def test_what_counts_as_a_shape() -> None:
    assert shape_of("a.py", "x = 'a'") == shape_of("a.py", "x = 'b'") != shape_of("a.py", "x = b")
    assert shape_of("a.md", "a") != shape_of("a.md", "[a](b)")
    assert shape_of("a.md", "| a |\n|---|\n| b |") != shape_of("a.md", "| a |\n|---|\n| b | c |\n\nd")
    assert list(shell_shape("a 'b;c' d")) != list(shell_shape("a b;c d"))
    assert replace(Tally(), tried=3).row("x") == "| x | 3 | 0 | 0 | 0 | 0 | 0 |"
