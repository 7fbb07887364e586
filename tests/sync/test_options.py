"""What a spec says of options goes with them when the catalogue no longer has them, and nothing else does."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from rivya_codegen.contract.catalogue import catalog_entry
from rivya_codegen.sync.rewrite import changed_spec
from rivya_codegen.yaml_text.reader import read_yaml
from sync.test_facts import SPECS, against, platform, read

TEXT = SPECS["director.yaml"].read_text("utf-8")


def written(**options: Any) -> tuple[Any, list[str]]:
    """Return the data of the spec and the notes once the catalogue has changed parameters; nothing for a gone one."""
    spec = read(TEXT)
    assert spec is not None
    entry = deepcopy(catalog_entry(spec, platform()))
    rows = {row["key"]: row for row in entry["params"]}
    for key, changed in options.items():
        rows[key] |= changed or {}
    entry["params"] = [row for key, row in rows.items() if options.get(key, {}) is not None]
    text, notes = changed_spec(TEXT, against(json.loads(json.dumps(entry)), spec).changed[0], platform())
    return read_yaml(text, "").data, notes


def test_gone_options() -> None:
    data, notes = written(resolution={"options": ["720p", "1080p"]}, duration={"options": [5, 15]})
    assert "deprecated_options" not in data["params"]["resolution"]
    assert data["params"]["duration"]["deprecated_options"] == {"5": {"since": "2026-03-01"}}
    for locale in ("en", "zh-Hant"):
        assert list(data["text"][locale]["options"]["resolution"]) == ["1080p"]
        assert "duration" not in data["text"][locale]["options"]
        assert list(data["text"][locale]["options"]["sound"]) == ["true"]
    assert notes == [
        "params.resolution.deprecated_options: taken out, as there is no such option",
        "params.duration.deprecated_options.5.instead: taken out, as there is no such option",
        "text.en.options.resolution.480p: taken out, as there is no such option",
        "text.en.options.duration: taken out, as there is no such option",
        "text.zh-Hant.options.resolution.480p: taken out, as there is no such option",
        "text.zh-Hant.options.duration: taken out, as there is no such option",
    ]


def test_gone_and_retyped_parameters() -> None:
    data, _ = written(sound=None, resolution={"type": "text", "options": []})
    assert "deprecated_options" not in data["params"]["resolution"]
    assert not {"sound", "resolution"} & data["text"]["en"]["options"].keys()


def test_a_new_option_takes_nothing_away() -> None:
    data, notes = written(resolution={"options": ["480p", "720p", "1080p", "4k"]})
    before = read_yaml(TEXT, "").data
    assert notes == []
    assert data["params"]["resolution"]["deprecated_options"] == before["params"]["resolution"]["deprecated_options"]
    assert data["text"] == before["text"]
