"""Ranges of what is measured of files: what a caller hears of them, and what the emulator makes of an upload."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from acme._platform import PLATFORM
from acme.models import painter
from client.generated_package import run
from client.media_files import QUARTER_TURN, media_file, movie
from runtime._core.problems import Problem
from runtime._spec.file_rules import FileRule, ReferenceRule
from runtime._spec.findings import Findings
from runtime._validation.facts import ReferenceFacts
from runtime._validation.references import check_references, read_items
from runtime._validation.uploads import upload_problems
from runtime.files.media import Media
from runtime.files.references import Planner
from samples import WEBM

RULE = ReferenceRule(
    max_files=9,
    max_total_bytes=50_000,
    files=(
        FileRule("image", None, None, {"width": (300, 600), "aspect_ratio": ("1:2", "2:1")}),
        FileRule("video", None, None, {"height": (None, 720), "seconds": (2, 10), "frame_rate": (24, 60)}),
        FileRule("audio", None, None, {"seconds": (None, 15)}),
    ),
)
MOVIE = {"width": 640, "height": 360, "seconds": 5, "frame_rate": 30}


def problems(*references: Any) -> list[Problem]:
    findings = Findings(PLATFORM)
    planned = Planner(PLATFORM, RULE, findings).plan(references)
    check_references(findings, RULE, PLATFORM, "references", [one.facts for one in planned])
    return findings.problems


FILES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("image/png", {"width": 300, "height": 600}, []),
    ("image/jpeg", {"width": 600, "height": 300}, []),
    ("image/webp", {"width": 299, "height": 400}, ["a width of 299 pixels"]),
    ("image/png", {"width": 601, "height": 300}, ["a width of 601 pixels", "an aspect ratio of 601:300"]),
    ("video/mp4", MOVIE, []),
    ("video/quicktime", {**MOVIE, "seconds": 10.09, "frame_rate": 23.976}, []),
    ("video/mp4", {**MOVIE, "seconds": 1.8, "height": 721}, ["a height of 721 pixels", "a duration of 1.8 seconds"]),
    ("video/mp4", {**MOVIE, "frame_rate": 23.8}, ["23.8 pictures per second"]),
    ("audio/wav", {"seconds": 15.05}, []),
    ("audio/mpeg", {"seconds": 16}, ["a duration of 15.984 seconds"]),
]


@pytest.mark.parametrize(("mime_type", "measures", "said"), FILES)
def test_a_local_file_is_measured(mime_type: str, measures: dict[str, Any], said: list[str], tmp_path: Path) -> None:
    content = media_file(mime_type, measures, 20_000)
    path = tmp_path / "file"
    path.write_bytes(content)
    for source in (content, path):
        found = problems(Media(source, kind=mime_type.partition("/")[0]))  # type: ignore[arg-type]
        assert [problem.code for problem in found] == ["file-out-of-range"] * len(said)
        assert all(words in problem.message() for problem, words in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("content", "untold"),
    [(WEBM, ["height", "seconds", "frame_rate"]), (movie(MOVIE, turn=QUARTER_TURN), ["height"])],
)
def test_what_a_file_does_not_tell_is_a_warning(content: bytes, untold: list[str]) -> None:
    found = problems(content)
    assert [(problem.code, problem.severity) for problem in found] == [("file-not-measured", "warning")] * len(untold)
    texts = [problem.message(locale) for problem in found for locale in ("en", "zh-Hant")]
    assert all("{" not in text for text in texts), texts
    assert "does not tell its height" in texts[0]


def test_of_what_is_elsewhere_nothing_is_said() -> None:
    assert problems("https://a.test/x.mp4", "https://a.test/x.png") == []


def test_what_a_request_states_is_taken_as_it_is() -> None:
    found: list[list[str]] = []
    for seconds in (15, 15.05, 16, 0, float("inf"), 10**5000):
        findings = Findings(PLATFORM)
        item = {"url": "https://a.test/x.mp3", "kind": "audio", "durationSeconds": seconds}
        check_references(findings, RULE, PLATFORM, "items", read_items(findings, [item], "items"))
        found.append([problem.code for problem in findings.problems])
    assert found == [[], ["file-out-of-range"], ["file-out-of-range"], [], [], ["file-out-of-range"]]


def test_files_are_counted_together() -> None:
    content = media_file("image/png", {"width": 300, "height": 300}, 30_000)
    assert problems(content) == []
    (problem,) = problems(content, content + b"x", "https://a.test/x.png")
    assert problem.message() == "references: the files have 60,001 bytes together, at most 50,000 bytes allowed"


ROLES = ReferenceRule(
    max_files=2,
    files=(FileRule("image", 90_000), FileRule("video")),
    roles=(None, FileRule("image", 90_000, ("image/png",), {"width": (None, 500)})),
)


def test_a_file_is_judged_by_the_role_of_its_position() -> None:
    wide, small = (media_file("image/png", {"width": width, "height": 300}) for width in (600, 400))
    jpeg, film = media_file("image/jpeg", {"width": 400, "height": 300}), media_file("video/mp4", MOVIE)
    found: list[list[str]] = []
    for second in (small, wide, jpeg, film):
        findings = Findings(PLATFORM)
        planned = Planner(PLATFORM, ROLES, findings).plan([wide, second])
        check_references(findings, ROLES, PLATFORM, "references", [one.facts for one in planned])
        found.append([f"{problem.code} {problem.parameter}" for problem in findings.problems])
    place = "references[1]"
    assert found == [[], [f"file-out-of-range {place}"], [f"file-type {place}"], [f"reference-kind {place}"]]


def test_an_upload_may_be_for_any_role() -> None:
    roles = (None, FileRule("image", 90_000, ("image/png",), {"width": (None, 200)}))
    table = replace(painter.MODEL, references=ReferenceRule(files=(FileRule("image", 90_000),), roles=roles))
    facts = ReferenceFacts("source", "image", "x.png", "image/png", 100_000)
    assert [problem.code for problem in upload_problems(table, PLATFORM, "source", facts)] == ["file-too-large"]
    assert upload_problems(table, PLATFORM, "source", replace(facts, size=10, measures={"width": Fraction(300)})) == []


PROGRAM = """
import sys, warnings
from client.media_files import media_file
from rivya import BadRequestError, Rivya
from rivya.emulator import Emulator
good = media_file("image/png", {"width": 400, "height": 400})
small = media_file("image/png", {"width": 299, "height": 400})
large = media_file("video/mp4", {"width": 640, "height": 360, "seconds": 3, "frame_rate": 25}, 14 * 2**20)
webm = media_file("video/quicktime", {"width": 640, "height": 360, "seconds": 11, "frame_rate": 25})
with Emulator() as emulator, Rivya(emulator.key, base_url=emulator.url, validate="off") as client:
    files = [client.files.create(one) for one in (good, small, large, webm)]
    for chosen in ([0], [1], [2, 2], [0, 3]):
        try:
            client.video.cutter.create("A lighthouse", references=[files[index] for index in chosen])
            print("taken")
        except BadRequestError as error:
            print(str(error).splitlines()[0])
    wide, square = (media_file("image/png", {"width": 640, "height": height}) for height in (360, 640))
    frames = [client.files.create(one, model="framer") for one in (square, wide)]
    for chosen in ([0, 1], [1, 0]):
        try:
            client.video.framer.create(references=[frames[index] for index in chosen])
            print("taken")
        except BadRequestError as error:
            print(str(error).splitlines()[0])
"""


FILES_BY_NAME = """
import io
from client.media_files import media_file
from rivya import NULL, Media, Rivya, ValidationError
from rivya.emulator import Emulator
good, small = (media_file("image/png", {"width": width, "height": 300}) for width in (400, 200))
wide, jpeg = media_file("image/png", {"width": 901, "height": 300}), media_file("image/jpeg", {"width": 400, "height": 300})
sent = []
with Emulator() as emulator, Rivya(emulator.key, base_url=emulator.url, on_request=sent.append) as client:
    uploaded = client.files.create(good, kind="image", model="editor")
    client.image.editor.create("x", image=good, mask=io.BytesIO(good), styles=[good, uploaded])
    print("uploads:", sum(row.operation == "files.create" for row in sent))
    client.image.editor.create("x", image=uploaded, mask="https://a.test/no-extension")
    client.video.joiner.create("x", styles=[None, good, None], voice=NULL)
    client.video.joiner.create("x", styles=NULL, mask=good, seed=1)
    client.video.joiner.create(references=["https://a.test/a.mp4", good])
    for name, files in {
        "second": dict(references=["https://a.test/a.mp4", good, "https://a.test/b.mp4"]),
        "voice": dict(references=["https://a.test/a.mp4", good], voice=NULL),
        "seed": dict(prompt="x", mask=good),
        "styles": dict(prompt="x", styles=[None, 5], mask=good, voice=NULL, seed=1),
        "null": dict(prompt="x", mask=NULL, seed=1),
    }.items():
        try:
            client.video.joiner.create(**files)
            print(name, "taken")
        except ValidationError as error:
            print(name, *(f"{problem.code}:{problem.parameter}" for problem in error.problems))
    for name, files in {
        "small": dict(image=small),
        "mask": dict(image=good, mask=wide),
        "type": dict(image=good, mask=jpeg),
        "styles": dict(image=good, styles=[good, 5]),
        "lone": dict(image=[good], styles=good),
        "many": dict(image=good, styles=[good] * 3),
        "missing": dict(image="nowhere.png"),
        "kind": dict(image=Media("https://a.test/x", kind="video")),
        "text": dict(image=7),
        "none": dict(image=None),
    }.items():
        try:
            client.image.editor.create("x", **files)
            print(name, "taken")
        except ValidationError as error:
            print(name, *(f"{problem.code}:{problem.parameter}" for problem in error.problems))
    raw = {"model": "editor", "prompt": "x", "params": {"image": client.files.create(small).url}}
    try:
        client.generations.create(raw, validate="off")
    except Exception as error:
        print("raw", str(error).splitlines()[0])
"""


@pytest.mark.xdist_group("generated package")
def test_files_by_name_are_checked_uploaded_and_sent_as_addresses(cases_output: Path, repository: Path) -> None:
    path = f"{cases_output / 'python'}:{repository / 'tests'}"
    lines = run(cases_output, "-c", FILES_BY_NAME, PYTHONPATH=path).splitlines()
    assert lines[0] == "uploads: 2", "the one by itself, and the one that three parameters share"
    assert lines[1:-1] == [
        "second condition-requires:mask",
        "voice condition-forbids:voice",
        "seed condition-requires:seed",
        "styles wrong-type:styles[1] condition-excludes:voice",
        "null null-not-allowed:mask",
        "small file-out-of-range:image",
        "mask file-out-of-range:mask",
        "type file-type:mask",
        "styles wrong-type:styles[1]",
        "lone wrong-type:image wrong-type:styles",
        "many too-long:styles",
        "missing file-unreadable:image",
        "kind reference-kind:image",
        "text wrong-type:image",
        "none missing-parameter:image",
    ]
    assert "params.image: " in lines[-1]
    assert "a width of 200 pixels" in lines[-1]


@pytest.mark.xdist_group("generated package")
def test_the_emulator_looks_at_uploads_that_a_request_refers_to(cases_output: Path, repository: Path) -> None:
    path = f"{cases_output / 'python'}:{repository / 'tests'}"
    lines = run(cases_output, "-c", PROGRAM, PYTHONPATH=path).splitlines()
    assert lines[0] == "taken"
    assert "params.referenceMediaItems[0]" in lines[1]
    assert "a width of 299 pixels" in lines[1]
    assert "together" in lines[2]
    assert "params.referenceMediaItems[1]" in lines[3]
    assert "a duration of 11 seconds" in lines[3]
    assert lines[4] == "taken"
    assert "params.referenceMediaItems[1]" in lines[5]
    assert "an aspect ratio of 1:1" in lines[5]
