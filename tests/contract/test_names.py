"""Names of classes: none of a generated module hides what the module imports."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from rivya_codegen.contract.names import object_name_of
from rivya_codegen.spec.model import ObjectParameter

TEMPLATES = Path(__file__).parents[2] / "templates" / "model"
OBJECT = ObjectParameter.model_validate({"type": "object", "fields": {"x": {"type": "text"}}})


def imported(template: str) -> list[str]:
    """Return the names of classes that a template imports."""
    lines = re.findall(r"^from .+ import .+$", (TEMPLATES / template).read_text("utf-8"), re.MULTILINE)
    names = [alias.name for line in lines for node in ast.parse(line).body for alias in getattr(node, "names", ())]
    return [name for name in names if name[0].isupper()]


@pytest.mark.parametrize("template", ["model.py.jinja", "chat.py.jinja"])
def test_no_class_hides_an_import(template: str) -> None:
    names = imported(template)
    assert len(names) > 15
    for name in names:
        assert object_name_of("", name, OBJECT) != name, f"{template} imports {name}, and contract/names.py has it not"
