"""A page meets a spec that is there already: what is taken over, what is kept, what is refused."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path

import pytest
from importer.samples import MODELS, only, page, run, spec_of, text_of
from rivya_codegen.importer import Page
from rivya_codegen.output.spec_files import write_spec_files
from rivya_codegen.problems.problem import ProblemsFound

EACH = pytest.mark.parametrize("model", MODELS)
LATER = date(2026, 9, 1)

BY_HAND = """\
# Kept by hand.
id:   z-image   # the id
name: 'Z-Image'
category: image
availability: available
input_status: available_text
inputs: [text]
files_api: not_required

credits: {base: 1, billing: FIXED}
prompt:
    max_length: 1000
params:
    # What it looks like.
    aspect_ratio:
        options: [1:1, 4:3, 3:4, 16:9, 9:16]
        type: select   # one of them
        default: 1:1
        python_name: shape
conditions:
- when: {prompt: absent}
  require: [aspect_ratio]
errors: [validation_failed, insufficient_credits, idempotency_conflict, rate_limited, not_found]
examples:
    minimal: {model: z-image, prompt: A clean editorial product image on a soft studio background, params: {aspect_ratio: 1:1}}
    response:
        {id: task_z_image_example, status: queued, model: z-image, reserved_credits: 1, final_credits: 0,
         created_at: 2026-05-11T00:00:00.000Z, updated_at: 2026-05-11T00:00:00.000Z, result: null, error: null}
modes: [text-to-image]
text:
    zh-Hant:
        summary: >-
            手寫的
            摘要
        params: {aspect_ratio: 形狀}
        conditions: [要有形狀。]
    # The last line has no end.
source: {url: https://example.com/z, reviewed: 2026-01-01}"""


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs" / "models").mkdir(parents=True)
    return Path("specs")


def _write(specs: Path, text: str, model: str = "z-image") -> Path:
    path = specs / "models" / f"{model}.yaml"
    path.write_bytes(text.encode())
    return path


def _changed(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@EACH
def test_a_second_locale_adds_lines_and_touches_none(model: str, specs: Path) -> None:
    first = only(run(page(model)))
    path = _write(specs, first, model)
    result = run(page(model, "zh-Hant"), specs=specs)
    assert [item.changes for item in result.models] == [("text.zh-Hant: added",)]
    assert only(result).startswith(first)
    assert only(result) == only(run(page(model), page(model, "zh-Hant")))
    assert path.read_text() == first


@EACH
def test_importing_again_changes_nothing(model: str, specs: Path) -> None:
    pages = page(model), page(model, "zh-Hant")
    write_spec_files(run(*pages, specs=specs).models)
    again = run(*pages, specs=specs, reviewed=LATER)
    assert [item.changes for item in again.models] == [()]
    assert only(again) == (specs / "models" / f"{model}.yaml").read_text()
    assert write_spec_files(again.models) == []


def test_a_hand_written_spec_keeps_its_bytes(specs: Path) -> None:
    _write(specs, BY_HAND)
    assert _changed(BY_HAND, only(run(page("z-image"), specs=specs))) == [
        "+    en:",
        "+      summary: Makes a picture in one of five shapes from a prompt of up to 1,000 characters.",
        "+      params:",
        "+        aspect_ratio: Shape (width to height ratio) of the picture.",
    ]


@pytest.mark.parametrize("force", [False, True])
def test_a_text_that_a_person_wrote_stays(specs: Path, force: bool) -> None:
    before = BY_HAND.replace("2026-01-01", "2026-05-11").replace("        params: {aspect_ratio: 形狀}\n", "")
    _write(specs, before)
    result = run(page("z-image", "zh-Hant"), specs=specs, force=force)
    assert [item.summary for item in result.models] == [
        "specs/models/z-image.yaml: 1 text changed\n"
        "  text.zh-Hant.params.aspect_ratio: added\n"
        "  text.zh-Hant.summary: kept as the spec has it; --texts takes what the page says"
    ]
    assert _changed(before, only(result)) == ["+        params:", "+          aspect_ratio: 圖片的寬高比例。"]


def test_a_fact_that_the_spec_lacks_is_added(specs: Path) -> None:
    lacking = BY_HAND.replace("    max_length: 1000\n", "    required: true\n").replace("        default: 1:1\n", "")
    lacking = "\n".join(line for line in lacking.split("\n") if not line.startswith("errors:"))
    _write(specs, lacking)
    (model,) = run(page("z-image"), specs=specs).models
    assert model.changes[:3] == (
        "prompt.max_length: nothing → 1000",
        'params.aspect_ratio.default: nothing → "1:1"',
        'errors: nothing → ["validation_failed", "insufficient_credits", "idempotency_conflict", "rate_limited", "not_'
        'found"]',
    )
    assert [line for line in _changed(lacking, model.text) if line.startswith("-")] == []
    spec = spec_of(model.text)
    assert spec.prompt is not None
    assert (spec.prompt.max_length, len(spec.errors)) == (1000, 5)


def test_a_parameter_and_references_that_the_spec_lacks_are_added(specs: Path) -> None:
    whole = spec_of(only(run(page("happyhorse-1-0"))))
    lines = only(run(page("happyhorse-1-0"))).split("\n")
    cut = [
        *lines[: lines.index("  seed:")],
        *lines[
            lines.index(
                'errors: ["validation_failed", "insufficient_credits", "idempotency_conflict", "rate_limited", "not_found"]'
            ) :
        ],
    ]
    _write(specs, "\n".join(cut), "happyhorse-1-0")
    added = spec_of(only(run(page("happyhorse-1-0"), specs=specs)))
    assert added == whole


def test_a_name_in_another_script_is_no_conflict(specs: Path) -> None:
    chinese = Page("zh.md", text_of("z-image", "zh-Hant").replace("Z-Image API", "造相 API"))
    for pages in ((chinese, page("z-image")), (page("z-image"), chinese)):
        assert spec_of(only(run(*pages, specs=specs))).name == "Z-Image"
    assert spec_of(only(run(chinese, specs=specs))).name == "造相"


def test_changed_prose_is_updated(specs: Path) -> None:
    _write(specs, BY_HAND)
    result = run(page("z-image", "zh-Hant"), specs=specs, texts=True)
    assert [item.summary for item in result.models] == [
        "specs/models/z-image.yaml: 2 texts changed\n"
        '  text.zh-Hant.summary: "手寫的 摘要" → "以最長 1,000 字元的提示詞生成圖片，可選五種寬高比例。"\n'
        '  text.zh-Hant.params.aspect_ratio: "形狀" → "圖片的寬高比例。"'
    ]
    assert _changed(BY_HAND, only(result)) == [
        "-        summary: >-",
        "-            手寫的",
        "-            摘要",
        "-        params: {aspect_ratio: 形狀}",
        "+        summary: 以最長 1,000 字元的提示詞生成圖片，可選五種寬高比例。",
        "+        params:",
        "+          aspect_ratio: 圖片的寬高比例。",
    ]


def test_windows_line_ends_stay(specs: Path) -> None:
    before = BY_HAND.replace("\n", "\r\n")
    _write(specs, before)
    after = only(run(page("z-image"), specs=specs))
    assert after.count("\n") == after.count("\r\n") == before.count("\r\n") + 4


CONFLICTS = """\
z-image.en.md:12:1: error: credits.base: 1 on the page, 2 in the spec (specs/models/z-image.yaml:10:17); correct one of them, or let the page win with --force [page-conflict]
z-image.en.md:18:1: error: prompt.max_length: 1000 on the page, 900 in the spec (specs/models/z-image.yaml:12:17); correct one of them, or let the page win with --force [page-conflict]
z-image.en.md:27:1: error: params.extra: nothing on the page, {"type": "text"} in the spec (specs/models/z-image.yaml:21:12); correct one of them, or let the page win with --force [page-conflict]
z-image.en.md:30:42: error: params.aspect_ratio.options: ["1:1", "4:3", "3:4", "16:9", "9:16"] on the page, ["1:1", "4:3"] in the spec (specs/models/z-image.yaml:16:18); correct one of them, or let the page win with --force [page-conflict]"""


def _conflicting() -> str:
    text = BY_HAND.replace("base: 1", "base: 2").replace("max_length: 1000", "max_length: 900  # old")
    text = text.replace("[1:1, 4:3, 3:4, 16:9, 9:16]", "[1:1, 4:3]")
    return text.replace("conditions:\n-", "    # Gone from the page.\n    extra: {type: text}\nconditions:\n-")


def test_facts_that_differ_are_reported_and_not_written(specs: Path) -> None:
    path = _write(specs, _conflicting())
    result = run(page("z-image"), specs=specs)
    assert "\n".join(map(str, result.problems)) == CONFLICTS
    assert path.read_text() == _conflicting()


def test_with_force_the_page_wins_and_what_it_cannot_say_stays(specs: Path) -> None:
    path = _write(specs, _conflicting())
    result = run(page("z-image"), specs=specs, force=True, reviewed=LATER)
    (model,) = result.models
    assert model.changes[:5] == (
        "credits.base: 2 → 1",
        "prompt.max_length: 900 → 1000",
        'params.aspect_ratio.options: ["1:1", "4:3"] → ["1:1", "4:3", "3:4", "16:9", "9:16"]',
        'params.extra: {"type": "text"} → nothing',
        'source.reviewed: "2026-01-01" → "2026-09-01"',
    )
    assert write_spec_files(result.models) == [path]
    spec = spec_of(path.read_text())
    assert (spec.credits.base, list(spec.params), spec.params["aspect_ratio"].python_name) == (
        1,
        ["aspect_ratio"],
        "shape",
    )
    assert (spec.modes, len(spec.conditions), spec.source.url) == (["text-to-image"], 1, "https://example.com/z")
    assert spec.source.reviewed == LATER
    changed = _changed(_conflicting(), path.read_text())
    assert "-    max_length: 900  # old" in changed
    assert "+    max_length: 1000  # old" in changed
    assert not [line for line in changed if "#" in line and "# old" not in line]


def test_with_force_a_limit_that_is_gone_goes(specs: Path) -> None:
    _write(specs, only(run(page("z-image"))))
    text = text_of("z-image").replace("1000 characters\n", "No documented prompt limit\n")
    text = text.replace("At most 1000 characters.", "Any text.")
    assert "prompt:\n  required: true\nparams:" in only(run(Page("page.md", text), specs=specs, force=True))


def test_with_force_a_parameter_may_change_its_type(specs: Path) -> None:
    _write(specs, BY_HAND)
    row = "| aspect_ratio | select | No | 1:1 | - | 1:1, 4:3, 3:4, 16:9, 9:16 |"
    text = text_of("z-image").replace(row, "| aspect_ratio | number | No | 1.5 | min 1 | - |").replace('"1:1"', "1.5")
    problems = run(Page("page.md", text), specs=specs).problems
    assert [problem.parameters["path"] for problem in problems] == [
        "params.aspect_ratio",
        "examples.minimal.params.aspect_ratio",
    ]
    after = only(run(Page("page.md", text), specs=specs, force=True))
    assert spec_of(after).params["aspect_ratio"].model_dump(exclude_defaults=True) == {
        "type": "number",
        "python_name": "shape",
        "default": 1.5,
        "min": 1,
    }


@pytest.mark.parametrize("there", [False, True])
def test_two_pages_of_one_model_that_disagree(there: bool, specs: Path) -> None:
    if there:
        _write(specs, BY_HAND)
    other = Page("other.md", text_of("z-image", "zh-Hant").replace("\nFIXED\n", "\nMETERED\n"))
    assert [str(problem) for problem in run(page("z-image"), other, specs=specs, force=True).problems] == [
        'other.md:16:1: error: credits.billing: "METERED" here, "FIXED" on another page of this import '
        "(z-image.en.md:16:1); correct one of them, or import the right one alone [pages-conflict]"
    ]


def test_a_change_is_shown_where_it_is_and_whole(specs: Path) -> None:
    text = text_of("z-image")
    _write(specs, only(run(page("z-image"), page("z-image", "zh-Hant"))))
    dearer = text.replace("Base credits\n1\n", "Base credits\n3\n").replace(
        '"reserved_credits": 1', '"reserved_credits": 3'
    )
    assert run(Page("page.md", dearer), specs=specs, force=True).models[0].changes[:2] == (
        "credits.base: 1 → 3",
        "examples.response.reserved_credits: 1 → 3",
    )
    row = next(line for line in text.splitlines() if line.startswith("| aspect_ratio"))
    seed = "| seed | number | No | 0 | min 0 / max 9 / step 1 | - | A seed. |"
    added = run(Page("page.md", text.replace(row, f"{row}\n{seed}")), specs=specs).models[0].changes
    assert added[0] == 'params.seed: nothing → {"type": "number", "default": 0, "min": 0, "max": 9, "step": 1}'
    renamed = run(Page("page.md", text.replace("aspect_ratio", "ratio")), specs=specs, force=True).models[0].changes
    assert 'text.zh-Hant.params.aspect_ratio: "圖片的寬高比例。" → nothing' in renamed


def test_a_broken_spec_is_reported_and_left_alone(specs: Path) -> None:
    path = _write(specs, "id: z-image\nname: [\n")
    result = run(page("z-image"), specs=specs)
    assert [str(problem.location) for problem in result.problems] == ["specs/models/z-image.yaml:3:1"]
    assert result.models == ()
    assert path.read_text() == "id: z-image\nname: [\n"


def test_one_bad_page_and_nothing_is_written(specs: Path) -> None:
    (problem,) = run(page("z-image"), Page("bad.md", ""), specs=specs).problems
    assert str(problem).startswith("bad.md: error: the page is empty")
    assert list((specs / "models").iterdir()) == []


def test_a_folder_that_cannot_be_written_leaves_no_traces(specs: Path) -> None:
    (specs / "models" / "z-image.yaml").mkdir()
    result = run(page("sora-2"), page("z-image"), specs=Path("elsewhere"))
    moved = [_moved(model, specs) for model in result.models]
    with pytest.raises(ProblemsFound, match="cannot be written: Is a directory"):
        write_spec_files(moved)
    assert not [path for path in (specs / "models").iterdir() if path.suffix == ".tmp"]


def _moved(model: object, specs: Path) -> object:
    from dataclasses import replace

    return replace(model, path=specs / "models" / model.path.name)  # type: ignore[attr-defined,type-var]


def test_the_plain_page_of_a_richer_spec_changes_no_fact(project: Path) -> None:
    """What a vendor's page has no place for stays."""
    path = project / "specs" / "models" / "z-image.yaml"
    text = only(run(page("z-image"))).replace("files_api:", 'modes: ["text-to-image"]\nfiles_api:')
    text = text.replace("    type: select\n", "    type: select\n    python_name: shape\n")
    path.write_text(text)
    assert [model.changes for model in run(page("z-image"), specs=Path("specs")).models] == [()]
