"""Requests against the rules of a model: all problems at once, as errors or warnings, before any network use."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import harness as harness_module
import pytest
from acme._platform import PLATFORM
from acme.models import painter, speaker
from harness import Harness, task
from runtime._spec.conditions import Condition, When
from runtime._spec.file_rules import FileRule, ReferenceRule
from runtime._spec.findings import Findings
from runtime._spec.tables import ModelTable
from runtime._validation.facts import ReferenceFacts
from runtime._validation.references import check_references
from runtime._validation.request import check_request, source_note
from runtime.errors import RivyaWarning, ValidationError


def found(request: Mapping[str, Any], model: ModelTable = painter.MODEL) -> list[tuple[str, str]]:
    return [(problem.code, problem.parameter) for problem in check_request(model, request, PLATFORM)]


def painted(**fields: Any) -> dict[str, Any]:
    return {"model": "painter", "prompt": "a cat", **fields}


def item(kind: str = "image", **fields: Any) -> dict[str, Any]:
    return {"url": "https://a.test/x", "kind": kind, **fields}


def with_items(*items: Any, **params: Any) -> dict[str, Any]:
    return painted(params={**params, "referenceMediaItems": list(items)})


ITEMS = "params.referenceMediaItems"

REQUESTS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (painted(), []),
    (painted(params={}), []),
    (painted(client_request_id="order-1"), []),
    (painted(client_request_id=1), [("wrong-type", "client_request_id")]),
    ({"prompt": "a cat"}, [("missing-parameter", "model")]),
    ({"model": 1, "prompt": "a cat"}, [("wrong-type", "model")]),
    (painted(parms={}), [("unknown-field", "parms")]),
    (painted(files=[]), [("unknown-field", "files")]),
    (painted(params=[]), [("wrong-type", "params")]),
    (painted(params=None), [("wrong-type", "params")]),
    ({"model": "painter"}, [("missing-prompt", "prompt")]),
    (painted(prompt=" \n"), [("missing-prompt", "prompt")]),
    (painted(prompt=None), [("wrong-type", "prompt")]),
    (painted(prompt=["a"]), [("wrong-type", "prompt")]),
    (painted(prompt="x" * 20), []),
    (painted(prompt="𝒳" * 20), []),
    (painted(prompt="x" * 21), [("too-long", "prompt")]),
    # Conditions: a warning, a requirement, a prohibition.
    (with_items(item(), enable_pro="true"), [("no-effect", "params.enable_pro")]),
    (painted(params={"enable_pro": "true"}), []),
    (painted(params={"aspectRatio": "16:9"}), [("condition-requires", "params.count")]),
    (painted(params={"aspectRatio": "16:9", "count": 2}), []),
    (painted(params={"aspectRatio": "1:1", "count": 4}), [("condition-forbids", "params.aspectRatio")]),
    (with_items(item(), aspectRatio="1:1", count=4), []),
    # References: shape.
    (with_items(), []),
    (painted(params={"referenceMediaItems": {}}), [("wrong-type", ITEMS)]),
    (painted(params={"referenceMediaItems": "x"}), [("wrong-type", ITEMS)]),
    (with_items("https://a.test/x.png"), [("wrong-type", f"{ITEMS}[0]")]),
    (with_items({"kind": "image"}), [("missing-parameter", f"{ITEMS}[0].url")]),
    (with_items({"url": "https://a.test/x"}), [("missing-parameter", f"{ITEMS}[0].kind")]),
    (with_items(item(url="data:image/png;base64,AAAA")), [("wrong-type", f"{ITEMS}[0].url")]),
    (with_items(item(url=None)), [("wrong-type", f"{ITEMS}[0].url")]),
    (with_items(item(mime_type="image/png")), [("unknown-field", f"{ITEMS}[0].mime_type")]),
    (with_items(item(durationSeconds="5")), [("wrong-type", f"{ITEMS}[0].durationSeconds")]),
    (with_items(item(durationSeconds=True)), [("wrong-type", f"{ITEMS}[0].durationSeconds")]),
    (with_items(item("video", durationSeconds=5.5, durationToken="t", name="n", mimeType="video/mp4")), []),
    # References: rules.
    (with_items(item("audio")), [("reference-kind", f"{ITEMS}[0]")]),
    (with_items(item(mimeType="image/gif")), [("file-type", f"{ITEMS}[0]")]),
    (with_items(*[item()] * 5), [("too-many-references", ITEMS)]),
    (with_items(*[item()] * 3), []),
    (with_items(*[item()] * 4), [("reference-combination", ITEMS)]),
    (with_items(item("video"), item(), item()), []),
    (with_items(item("video"), *[item()] * 3), [("reference-combination", ITEMS)]),
    (with_items(item("video"), item("video")), [("reference-combination", ITEMS)]),
    # Everything at once.
    (
        {"prompt": "", "params": {"count": 9, "x": 1, "referenceMediaItems": [item("audio")]}, "y": 2},
        [
            ("unknown-field", "y"),
            ("missing-parameter", "model"),
            ("missing-prompt", "prompt"),
            ("above-maximum", "params.count"),
            ("unknown-parameter", "params.x"),
            ("reference-kind", f"{ITEMS}[0]"),
        ],
    ),
]


@pytest.mark.parametrize(("request_", "problems"), REQUESTS)
def test_request(request_: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    assert found(request_) == problems
    for problem in check_request(painter.MODEL, request_, PLATFORM):
        for locale in ("en", "zh-Hant"):
            assert problem.message(locale).startswith(problem.parameter)
            assert "{" not in problem.message(locale).replace("{}", "")


def test_model_without_prompt_and_references() -> None:
    request = {"model": "speaker", "prompt": "hi", "params": {"voice": "ada", "referenceMediaItems": [item()]}}
    assert found(request, speaker.MODEL) == [
        ("prompt-not-taken", "prompt"),
        ("references-not-taken", "params.referenceMediaItems"),
    ]


def model_with(rule: ReferenceRule) -> ModelTable:
    old = painter.MODEL
    return ModelTable(old.id, old.name, old.category, old.params, old.credits, old.source, old.prompt, rule)


def test_what_the_vendor_leaves_open_is_not_checked() -> None:
    open_rule = model_with(ReferenceRule())
    assert found(with_items(*[item("audio", mimeType="audio/wav")] * 50, item("video")), open_rule) == []
    silent_row = model_with(ReferenceRule(files=(FileRule("image"),)))
    assert found(with_items(item(mimeType="image/tiff")), silent_row) == []


def sizes(rule: ReferenceRule, **facts: int) -> list[str]:
    files = [ReferenceFacts("references[0]", kind, "f", size=size) for kind, size in facts.items()]
    findings = Findings(PLATFORM, model_with(rule))
    check_references(findings, rule, PLATFORM, "references", files)
    return [problem.code for problem in findings.problems]


def test_platform_limits_stand_in_only_where_a_model_says_nothing_of_kinds() -> None:
    assert sizes(ReferenceRule(), image=2_001, video=4_000) == ["file-too-large"]
    assert sizes(ReferenceRule(files=(FileRule("image"),)), image=2_001) == []
    assert sizes(ReferenceRule(files=(FileRule("image", 5_000),)), image=5_000) == []
    assert sizes(ReferenceRule(files=(FileRule("image", 5_000),)), image=5_001) == ["file-too-large"]


COMBINATIONS: list[tuple[dict[str, int], bool]] = [
    ({"image": 9}, True),
    ({"image": 10}, False),
    ({"video": 1}, True),
    ({"video": 1, "image": 5}, True),
    ({"video": 1, "image": 6}, False),
    ({"video": 2}, False),
    ({"audio": 1}, False),
]


@pytest.mark.parametrize(("given", "fits"), COMBINATIONS)
def test_a_request_must_fit_one_row(given: dict[str, int], *, fits: bool) -> None:
    rows = ({"image": 9}, {"video": 1, "image": 5})
    model = model_with(ReferenceRule(combinations=rows))
    request = with_items(*[item(kind) for kind, count in given.items() for _ in range(count)])
    problems = check_request(model, request, PLATFORM)
    assert [problem.code for problem in problems] == ([] if fits else ["reference-combination"])
    if not fits:
        assert "allowed: image ≤ 9 | video ≤ 1, image ≤ 5" in problems[0].message()


def test_message_of_the_error_lists_everything_and_names_the_source(harness: Harness) -> None:
    client = harness.client()
    with pytest.raises(ValidationError) as raised:
        harness.call(client.every.painter.create("", aspect_ratio="16:8", count=0))
    assert str(raised.value).splitlines() == [
        "prompt: Painter needs a text here",
        'aspect_ratio: "16:8" is not an option (did you mean "16:9"?); allowed: "1:1", "3:2", "16:9"',
        "count: 0 is below the minimum of 1",
        "Limits of Painter from https://acme.test/docs/painter, reviewed 2026-05-11.",
    ]
    assert len(raised.value.problems) == 3
    assert harness.sent == []


def test_locale_of_the_client(harness: Harness) -> None:
    client = harness.client(locale="zh-Hant")
    with pytest.raises(ValidationError, match="需要這段文字"):
        harness.call(client.every.painter.create(""))


def test_conditions_say_when() -> None:
    request = with_items(item(), enable_pro="true")
    (problem,) = check_request(painter.MODEL, request, PLATFORM)
    assert problem.severity == "warning"
    assert problem.message() == "params.enable_pro: has no effect when references are given"
    (problem,) = check_request(painter.MODEL, painted(params={"aspectRatio": "1:1", "count": 4}), PLATFORM)
    assert problem.message() == ("params.aspectRatio: not allowed when no references are given and params.count is 4")


WIDE = When(params={"aspectRatio": {"options": ("16:9",), "default": "16:9"}})
LIMITED = replace(
    painter.MODEL,
    conditions=(
        Condition(
            WIDE, limits={"count": {"max": 2}, "prompt": {"max_length": 5}}, files={"max_files": 1, "kinds": ("image",)}
        ),
        Condition(When(references={"kind": "image", "min": 2}), exactly_one_of=("count", "enable_pro")),
    ),
)


def test_limits_say_when() -> None:
    request = {
        "model": "painter",
        "prompt": "a cat in",
        "params": {"count": 3, "referenceMediaItems": [item("video")] * 2},
    }
    when = 'when params.aspectRatio is "16:9"'
    assert [problem.message() for problem in check_request(LIMITED, request, PLATFORM)][-4:] == [
        f"params.count: 3 is above the maximum of 2 {when}",
        f"prompt: 8 characters, at most 5 allowed {when}",
        f"params.referenceMediaItems: 2 files given, at most 1 allowed {when}",
        f"params.referenceMediaItems: video files are not accepted; allowed kinds: image {when}",
    ]
    (problem,) = check_request(LIMITED, with_items(item(), item(), aspectRatio="1:1"), PLATFORM)
    assert (
        problem.message("zh-Hant")
        == "params.count：在 image 檔案數為 ≥ 2 時必須提供 params.count, params.enable_pro 其中之一"
    )


def test_warnings_do_not_stop_a_call_and_name_the_callers_line(harness: Harness) -> None:
    client = harness.script(task()).client()
    with pytest.warns(RivyaWarning, match="no effect") as caught:
        harness.call(client.generations.create(with_items(item(), enable_pro="true")))
    # Awaited by the harness, the asynchronous call stands there.
    assert {warning.filename for warning in caught} <= {__file__, harness_module.__file__}
    assert harness.sent[0].json["params"]["enable_pro"] == "true"


def test_warn_sends_what_is_wrong(harness: Harness) -> None:
    client = harness.script(task()).client(validate="warn")
    with pytest.warns(RivyaWarning) as caught:
        harness.call(client.every.painter.create("a", count=9, aspect_ratio="5:4"))
    assert len(caught) == 2
    # What is stepped over says where it is from and how old it is, as an error would.
    assert all(source_note(painter.MODEL, client._transport.settings) in str(warning.message) for warning in caught)
    assert harness.sent[0].json["params"] == {"count": 9, "aspectRatio": "5:4"}


def test_off_does_not_look(harness: Harness) -> None:
    client = harness.script(task(), task()).client()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        harness.call(client.every.painter.create("", count=9, validate="off"))
        harness.call(client.generations.create({"model": "newer", "n": 1}, validate="off"))
    assert harness.sent[1].json == {"model": "newer", "n": 1}


def test_extra_params_are_merged_unchecked(harness: Harness) -> None:
    client = harness.script(task(), task()).client()
    harness.call(client.every.painter.create("a", count=2, extra_params={"new": 1, "count": 99}))
    harness.call(client.generations.create(painted(), extra_params={"new": 1}))
    assert [sent.json["params"] for sent in harness.sent] == [{"count": 99, "new": 1}, {"new": 1}]


def test_wire_form_of_python_values(harness: Harness) -> None:
    client = harness.script(task(), task(), task()).client()
    harness.call(client.every.painter.create("a", enable_pro=False, client_request_id="order-1"))
    harness.call(client.every.painter.create("a"))
    harness.call(client.every.speaker.create(voice="ada", dialogue=({"voice": "bob", "text": "hi"},)))
    assert [sent.json for sent in harness.sent] == [
        {"model": "painter", "prompt": "a", "client_request_id": "order-1", "params": {"enable_pro": "false"}},
        {"model": "painter", "prompt": "a"},
        {"model": "speaker", "params": {"voice": "ada", "dialogue": [{"voice": "bob", "text": "hi"}]}},
    ]


def test_pasted_json_goes_out_as_it_is(harness: Harness) -> None:
    client = harness.script(task()).client()
    request = painted(params={"aspectRatio": "3:2"}, client_request_id="x")
    harness.call(client.generations.create(request))
    assert harness.sent[0].json == request


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"model": "paintr", "prompt": "a"},
            'model: "paintr" is not a model of this package (did you mean "painter"?)',
        ),
        ({"prompt": "a"}, "model: required, but not given"),
        (painted(params={"aspect_ratio": "1:1"}), "params.aspect_ratio: Painter has no such parameter"),
    ],
)
def test_pasted_json_is_checked(harness: Harness, request_: dict[str, Any], message: str) -> None:
    client = harness.client()
    with pytest.raises(ValidationError) as raised:
        harness.call(client.generations.create(request_))
    assert message in str(raised.value)
    assert harness.sent == []


def test_misspelt_keywords_are_not_taken_for_options(harness: Harness) -> None:
    client = harness.client(validate="off")
    with pytest.raises(
        ValidationError, match='aspct_ratio: Painter has no such parameter \\(did you mean "aspect_ratio"'
    ):
        harness.call(client.every.painter.create("a", aspct_ratio="1:1"))
