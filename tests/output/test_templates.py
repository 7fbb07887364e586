"""Templates print; they do not decide. Checked on their syntax trees."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes
from rivya_codegen.docs.guides import is_guide
from rivya_codegen.output.artefacts import ARTEFACTS
from rivya_codegen.output.render import environment
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.settings import BUILT_IN_TEMPLATES
from rivya_codegen.text.fragments import only_shapes

TEMPLATES = sorted(
    path for path in BUILT_IN_TEMPLATES.rglob("*.jinja") if path.parent != BUILT_IN_TEMPLATES / "docs" / "code"
)
NAMES = [path.relative_to(BUILT_IN_TEMPLATES).as_posix() for path in TEMPLATES]
DECISIONS = (nodes.Assign, nodes.AssignBlock, nodes.BinExpr, nodes.Macro, nodes.Import, nodes.FromImport)
STATEMENT = re.compile(r"\{%-?\s*(?!end)")


def tree(path: Path) -> nodes.Template:
    return environment({}).parse(path.read_text("utf-8"))


def test_every_template_is_an_artefact_and_every_artefact_has_one() -> None:
    assert {artefact.template for artefact in ARTEFACTS} == {
        name for name in NAMES if not name.rpartition("/")[2].startswith("_") and not is_guide(name)
    }


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_takes_no_decision(path: Path) -> None:
    found = [type(node).__name__ for node in tree(path).find_all(DECISIONS)]
    assert not found
    assert not [node for node in tree(path).find_all(nodes.Test) if node.name in {"defined", "undefined"}]
    filters = {node.name for node in tree(path).find_all(nodes.Filter)}
    assert filters <= environment({}).filters.keys()


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_is_short(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 130


def test_templates_hold_few_statements() -> None:
    text = "".join(path.read_text("utf-8") for path in TEMPLATES)
    assert len(STATEMENT.findall(text)) / text.count("\n") <= 0.20


def test_undefined_is_an_error() -> None:
    for text in ("{{ nothing }}", "{{ nothing | literal }}", "{{ nothing | md }}", "{% if nothing %}{% endif %}"):
        jinja = environment({"t.jinja": TextFile("t.jinja", "t.jinja", text)})
        assert jinja.undefined is jinja2.StrictUndefined
        with pytest.raises((jinja2.UndefinedError, TypeError)):
            jinja.get_template("t.jinja").render()


def test_a_plain_string_cannot_be_printed() -> None:
    jinja = environment({"t.jinja": TextFile("t.jinja", "t.jinja", "{{ text }}")})
    with pytest.raises(TypeError, match="without a filter"):
        jinja.get_template("t.jinja").render(text="import os")


def test_what_is_constant_is_printed_anew() -> None:
    """A template is compiled once, and rendered as it is and for the shapes of its texts."""
    text = '{{ "a b" | literal }} {% for text in ["a b" | literal] %}{{ text }}{% endfor %}'
    jinja = environment({"t.jinja": TextFile("t.jinja", "t.jinja", text)})
    template = jinja.get_template("t.jinja")
    printed = [template.render()]
    with only_shapes():
        printed.append(template.render())
    assert printed == ['"a b" "a b"', '"x" "x"']
