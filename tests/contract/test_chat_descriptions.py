"""What the pages and docstrings of chat models say of their parameters."""

from __future__ import annotations

from pathlib import Path

import pytest
from rivya_codegen.cli import main

CASE = Path(__file__).parents[1] / "cases" / "chat-parameters" / "specs" / "models" / "terse-chat.yaml"


@pytest.mark.xdist_group("generated package")
def test_a_chat_model_may_be_described_in_one_locale(project: Path) -> None:
    lines = CASE.read_text("utf-8").splitlines()
    data = "\n".join(line for line in lines if not line.startswith("  zh-Hant:"))
    (project / "specs" / "models" / CASE.name).write_text(data, "utf-8")
    assert main(["generate", "--out", "out"]) == 0
    pages = [page.parent.parent.name for page in Path("out/docs").glob("*/models/*.md")]
    assert pages == ["en"]
    assert "How many sentences to say." in Path("out/python/rivya/models/terse_chat.py").read_text("utf-8")
