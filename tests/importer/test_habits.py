"""A page in whatever habit of writing is read exactly, or refused with the line; a page that contradicts itself is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest
from importer.disguises import foreign
from importer.habits import LISTS, NUMBERS, number_places, option_places
from importer.samples import expected, only, run, spec_of, stated, text_of
from repository.work import assert_steps_grow_with, outgrows
from rivya_codegen.importer import Page
from rivya_codegen.importer.numbers import FILES, whole_numbers, without_unit, written_numbers, written_sizes
from rivya_codegen.importer.options import read_options
from rivya_codegen.importer.prose import characters_in, files_in, spans_in
from rivya_codegen.spec.model import ModelSpec, NumberParameter
from rivya_codegen.spec.numbers import is_integer

NUMBER_PAGES = [("happyhorse-1-0", "en"), ("elevenlabs-sound-effect-v2", "zh-Hant"), ("gpt-5-2-chat", "en")]
LIST_PAGES = [("kling-2-6", "en"), ("elevenlabs-turbo-2-5", "zh-Hant")]


def facts(spec: ModelSpec) -> dict[str, object]:
    return spec.model_dump(exclude={"text", "examples"})


def outcome(text: str, right: dict[str, object], locale: str | None = None) -> str:
    """Return what came of a page: `right`, `refused` with a line, or what else."""
    found = imported(text, locale)
    return "right" if found == right else found if isinstance(found, str) else f"wrong: {found}"


@cache
def imported(text: str, locale: str | None) -> dict[str, object] | str:
    """Return the facts of a page, `refused`, or a problem without a line; many habits write many numbers alike."""
    spec, problems = stated(Page("page.md", text), locale)
    if spec is None:
        return "refused" if all(problem.location.line for problem in problems) else str(problems[0])
    return facts(spec)


READ = {
    "limit": (
        "comma", "dot", "space", "no-break space", "narrow space", "thin space", "apostrophe", "underline", "full-width",
        "full-width comma", "thai", "arabic", "urdu", "devanagari", "bengali", "k", "thousand", "Tsd.", "千", "万", "萬",
        "at most", "up to", "bis zu", "最大", "まで", "以内", "max", "exponent",
    ),
    "credits": ("full-width", "thai", "credits", "點", "two decimals, comma"),
    "files": ("full-width", "thai", "at most", "up to"),
    "size": ("full-width", "up to", "two decimals"),
    "max": ("full-width", "thai", "lakhs", "space", "apostrophe"),
    "default": ("full-width", "decimal comma", "no zero"),
}  # fmt: skip
"""The habits that leave no doubt, by the place of the number."""


@pytest.mark.parametrize("habit", NUMBERS)
def test_a_number_is_exact_or_refused(habit: str) -> None:
    for model, locale in NUMBER_PAGES:
        text = text_of(model, locale)
        right = facts(spec_of(expected(model, locale)))
        for place in number_places(text, locale):
            allowed = ["right"] if habit in READ.get(place.name, ()) else ["right", "refused"]
            assert outcome(place.write(NUMBERS[habit]), right) in allowed, (place.name, place.number)


@pytest.mark.parametrize("habit", NUMBERS)
def test_a_number_in_an_unknown_language_is_exact_or_refused(habit: str) -> None:
    """The word `none` in the place of a limit says that there is none, and a bold text is a label."""
    for model, locale in NUMBER_PAGES[2:]:
        text = text_of(model, locale)
        right = facts(spec_of(expected(model, locale)))
        for place in number_places(text, locale):
            if not (place.name == "limit" and habit in ("none", "n/a", "bold")):
                written = foreign(place.write(NUMBERS[habit]), locale)
                assert outcome(written, right, locale=locale) in ("right", "refused"), place.name


READ_LISTS = (
    "、", "slash", "tight slash", "semicolon", "pipe", "bullet", "bullets", "dot", "no space", "full-width comma", "or", ", or",
    "and", "or alone", "oder", "或", "quotes", "single quotes", "curly", "「」", "code", "one code", "brackets", "JSON",
    "note", "note, full-width",
)  # fmt: skip
"""The habits that leave no doubt where the page names some of the options elsewhere."""


@pytest.mark.parametrize("habit", LISTS)
def test_options_are_exact_or_refused(habit: str) -> None:
    """With the default and the request as evidence, and without both."""
    for model, locale in LIST_PAGES:
        text = text_of(model, locale)
        right = facts(spec_of(expected(model, locale)))
        for before, key, options, behind in option_places(text):
            allowed = ["right"] if habit in READ_LISTS else ["right", "refused"]
            assert outcome(before + LISTS[habit](options) + behind, right) in allowed, key
            if habit != "upper":  # a list that is plain and complete says what it says
                bare, bare_right = _without_evidence(text, right, key, options)
                written = bare.replace("| - | OPTIONS", f"| - | {LISTS[habit](options)}")
                assert outcome(written, bare_right) in ("right", "refused"), key


def _without_evidence(
    text: str, right: dict[str, object], key: str, options: list[str]
) -> tuple[str, dict[str, object]]:
    row = rf"(\| {key} \| select \| [^|]+ \| )[^|]+( \| - \| ){re.escape(', '.join(options))}"
    text = re.sub(row, r"\1-\2OPTIONS", text)
    text = re.sub(rf'\n"{key}": [^\n]*', "", text)
    text = re.sub(r",\n}", "\n}", text)
    params = dict(right["params"])  # type: ignore[call-overload]
    return text, {**right, "params": {**params, key: {**params[key], "default": None}}}


@pytest.mark.parametrize(
    ("text", "named", "options"),
    [
        ("16/9, 4/3", ["16/9"], ("16/9", "4/3")),
        ("16/9, 4/3", [], None),
        ("16/9, 4/3", ["4"], None),
        ("first frame, last frame", ["first frame"], ("first frame", "last frame")),
        ("first frame, last frame", [], None),
        ("image/text, video", ["video"], None),
        ("image/text, video", ["image/text"], ("image/text", "video")),
        ("portrait or square, landscape", ["landscape"], None),
        ("5, 10 seconds", ["5"], None),
        ("1K 2K 4K", ["1K"], ("1K", "2K", "4K")),
        ("fast slow turbo", ["fast"], None),
        ("1K (default), 2K (Pro)", ["1K"], ("1K", "2K")),
        ("1K, 2K (1024px)", ["1K"], ("1K", "2K")),
        ("16:9 (1:1)", ["16:9"], None),
        ("5, 10 (15 with Pro)", ["5"], None),
        ("1K, 2K (not supported)", ["1K"], None),
        ("1K, 2K (coming soon)", ["1K"], None),
        ("1K, 2K (removed)", ["1K"], None),
        ("1K, 2K (and more)", ["1K"], None),
        ("1K, 2K (…)", ["1K"], None),
        ("1K, 2K（尚未支援）", ["1K"], None),
        ("1K, 2K, soon", ["1K"], None),
        ("1K, 2K, TBD", ["1K"], None),
        ("auto", ["auto"], ("auto",)),
        ("auto", [], None),
        ("自動, 1:1", ["1:1"], None),
        ("3-15", [], None),
    ],
)
def test_the_page_says_which_reading_is_right(text: str, named: list[str], options: tuple[str, ...] | None) -> None:
    found = read_options(text, named, [])
    assert (found.options if found else None) == options


# --- Numbers alone ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10,000", [10000, 10]), ("10.000", [10000, 10]), ("10 000", [10000]), ("1.250", [1250, 1.25]), ("1.25", [1.25]),
        ("1,5", [1.5]), (".5", [0.5]), ("1e3", [1000]), ("１０", [10]), ("๑๐", [10]), ("１万", [10000]), ("1.5万", [15000]),
        ("5 Tsd.", [5000]), ("2 Mio.", [2000000]), ("1,00,000", [100000]), ("1.234.567,5", [1234567.5]), ("−1", [-1]),
        ("1,0000", [10000, 1]), ("½", []), ("8¹", []), ("Ⅻ", []), ("①", []), ("9+", []), ("9–12", []), ("0123", []),
        ("", []), ("ten", []), ("10 50", []), ("5.", []), ("1,000,00", []), ("٫", []),
    ],
)  # fmt: skip
def test_all_that_a_number_can_stand_for(text: str, values: list[float]) -> None:
    assert list(written_numbers(text)) == values


@pytest.mark.parametrize(
    "text",
    [
        "3",
        "up to 3 pictures",
        "at most 3 Photos",
        "3 clips",
        "maximum 3 files",
        "最多 3 張",
        "3 影片以內",
        "至多 3 圖片",
    ],
)
def test_files_are_counted_by_whatever_noun(text: str) -> None:
    assert whole_numbers(without_unit(text, FILES, bound=True)) == (3,)


def test_what_is_counted_is_whole() -> None:
    assert [whole_numbers(text) for text in ("10.000", "1.250", "10.00", "1,5", "5k", "1.250k")] == [
        (10000,), (1250,), (), (), (5000,), (1250000, 1250),
    ]  # fmt: skip


def test_sizes() -> None:
    assert [written_sizes(text) for text in ("10MB", "10 Mo", "10,5 MB", "10 megabytes", "1.024 MB", "10 MiB", "10 Mb", "10M")] == [
        ("10 MB",), ("10 MB",), ("10.5 MB",), ("10 MB",), ("1024 MB", "1.024 MB"), (), (), (),
    ]  # fmt: skip


# --- Contradictions ---------------------------------------------------------------------------------------------------

CONTRADICTIONS = {
    "response": ("happyhorse-1-0", {'"reserved_credits": 28': '"reserved_credits": 30'}, "12", "85"),
    "response of a chat": ("gpt-5-2-chat", {'"reserved": 3': '"reserved": 4'}, "12", "65"),
    "fields": ("z-image", {"At most 1000 characters": "At most 2,000 characters"}, "18", "24"),
    "fields, twice": ("z-image", {"At most 1000 characters.": "At most 2000 characters; 1000 in Chinese."}, "18", "24"),
    "fields, no limit": (
        "4o-image",
        {"Text prompt, where the model takes text.": "At most 5000 characters."},
        "18",
        "24",
    ),
    "request": ("gpt-5-2-chat", {"20000 characters": "20 characters"}, "20", "34"),
    "rule, digits": ("flux-2-pro", {"Up to 8 image": "Up to 6 image"}, "37", "35"),
    "rule, words": ("kling-2-6", {"At most one image file": "At most two image files"}, "38", "36"),
    "rule, sum": ("happyhorse-1-0", {"Max files\n10": "Max files\n12"}, "40", "38"),
    "rule, size": ("flux-2-pro", {"Up to 8 image files": "Up to 8 image files, each 20 MB,"}, "35", "44"),
    "option": ("happyhorse-1-0", {'"resolution": "1080p"': '"resolution": "4K"'}, "54", "30"),
    "range": ("happyhorse-1-0", {'"duration": 5': '"duration": 50'}, "56", "32"),
    "type": ("happyhorse-1-0", {'"duration": 5': '"duration": "5"'}, "56", "32"),
    "step": ("elevenlabs-turbo-2-5", {'"stability": 0.5': '"stability": 0.52'}, "45", "31"),
    "required": ("elevenlabs-turbo-2-5", {'"voice": "TX3LPaxmHKxFdv7VOQHJ",\n': ""}, "40", "30"),
    "note": ("z-image", {"16:9, 9:16": "16:9 (default), 9:16"}, "30", "30"),
    "default in words": ("happyhorse-1-0", {"Resolution of the clip.": "Defaults to 720p."}, "30", "30"),
    "range in words": ("happyhorse-1-0", {"Length of the clip": "From 5 to 10 seconds: length"}, "32", "32"),
    "range with a hyphen": ("happyhorse-1-0", {"Length of the clip": "3-10 s: length"}, "32", "32"),
    "range between": ("happyhorse-1-0", {"Length of the clip": "Between 5 and 10: length"}, "32", "32"),
    "most in words": ("happyhorse-1-0", {"Length of the clip": "At most 10 seconds: length"}, "32", "32"),
    "least in words": ("happyhorse-1-0", {"Length of the clip": "At least 5 seconds: length"}, "32", "32"),
    "number by default": ("happyhorse-1-0", {"Length of the clip": "10 seconds by default: length"}, "32", "32"),
    "option by default": ("happyhorse-1-0", {"Resolution of the clip.": "720p by default."}, "30", "30"),
    "default of": ("happyhorse-1-0", {"Length of the clip": "With a default of 10: length"}, "32", "32"),
    "default left out": ("happyhorse-1-0", {"Length of the clip": "If omitted, 10: length"}, "32", "32"),
    "default, none": (
        "sora-2",
        {"| No | s3 | -": "| No | - | -", "Where the output is uploaded.": "Default: s3."},
        "33",
        "33",
    ),
    "summary": ("z-image", {"Z-Image API Integration\n": "Z-Image API Integration\nTakes 500 characters. "}, "18", "3"),
    "rule, tens": ("flux-2-pro", {"Up to 8 image": "Up to twenty-nine image"}, "37", "35"),
    "kind": ("happyhorse-1-0", {'"kind": "image"': '"kind": "audio"'}, "70", "35"),
    "MIME type": ("happyhorse-1-0", {'"mimeType": "image/png"': '"mimeType": "image/gif"'}, "70", "47"),
    "badges": ("z-image", {"Text input ready": "Files API required"}, "10", "4"),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_page_that_contradicts_itself_names_both_places(name: str) -> None:
    model, edits, here, there = CONTRADICTIONS[name]
    text = text_of(model)
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    problem = str(run(Page("page.md", text)).problems[0])
    assert problem.startswith(f"page.md:{here}:")
    assert f"in line {there};" in problem
    assert problem.endswith("[page-disagrees]")


@pytest.mark.parametrize("size", ["10 MB", "10,0 MB", "10.00MB", "10 Mo", "１０ MB"])
def test_a_sentence_writes_a_size_in_its_own_way(size: str) -> None:
    text = text_of("flux-2-pro").replace("Up to 8 image files", f"Up to 8 image files, each {size},")
    assert spec_of(only(run(Page("page.md", text)))).references is not None


def test_a_sentence_groups_the_digits_of_a_size() -> None:
    text = text_of("flux-2-pro").replace("| image | 10 MB |", "| image | 1024 KB |")
    for size in ("1,024 KB", "1 024 KB", "1.024 KB"):
        page = text.replace("Up to 8 image files", f"Up to 8 image files, each {size},")
        assert facts(spec_of(only(run(Page("page.md", page))))) == facts(spec_of(only(run(Page("page.md", text)))))


def test_another_place_settles_a_number() -> None:
    for printed, base in (("1250", 1250), ("1.25", 1.25)):
        text = (
            text_of("z-image")
            .replace("Base credits\n1\n", "Base credits\n1.250\n")
            .replace('ts": 1,', f'ts": {printed},')
        )
        assert spec_of(only(run(Page("page.md", text)))).credits.base == base


def test_a_limit_in_words_of_another_language_is_refused() -> None:
    for limit in (
        "zwanzigtausend Zeichen",
        "twenty thousand",
        "二万文字",
        "5000 tokens",
        "5000–20000 znaków",
        "20 vasmak",
    ):
        text = foreign(text_of("gpt-5-2-chat").replace("20000 characters", limit))
        (problem,) = run(Page("page.md", text), locale="en").problems
        assert problem.location.line == 20, limit


def test_files_required_is_a_value() -> None:
    lines = foreign(text_of("flux-2-pro")).split("\n")
    lines[9] = "Files required"
    (model,) = run(Page("page.md", "\n".join(lines)), locale="en").models
    assert spec_of(model.text).files_api == "required"


# --- Integers ---------------------------------------------------------------------------------------------------------


def test_whole_limits_make_no_integer() -> None:
    """An integer needs the word, or whole steps from a whole number."""
    row = "| duration | number | No | 5 | min 3 / max 15 |"
    text = text_of("happyhorse-1-0")
    found = {}
    for kind, limits in (("number", ""), ("number", " / step 1"), ("number", " / step 0.5"), ("integer", "")):
        page = text.replace(row, f"| duration | {kind} | No | 5 | min 3 / max 15{limits} |")
        parameter = spec_of(only(run(Page("page.md", page)))).params["duration"]
        assert isinstance(parameter, NumberParameter)
        found[kind + limits] = (parameter.integer, is_integer(parameter))
    assert found == {
        "number": (None, False),
        "number / step 1": (None, True),
        "number / step 0.5": (None, False),
        "integer": (True, True),
    }


RANGES = {
    "min 3, max 15": True, "min: 3; max: 15": True, "min. 3 / max. 15": True, "max = 15 · min = 3": True,
    "min 3 / max 15 (Pro: 30)": False, "min 3, 15": False, "min 3 / max 15 or -1": False,
}  # fmt: skip


@pytest.mark.parametrize("limits", RANGES)
def test_the_parts_of_a_range(limits: str) -> None:
    right = facts(spec_of(expected("happyhorse-1-0", "en")))
    text = text_of("happyhorse-1-0").replace("min 3 / max 15", limits)
    assert outcome(text, right) == ("right" if RANGES[limits] else "refused")


@pytest.mark.parametrize("words", ["An integer from 3 to 15.", "Whole seconds.", "Must be an integer.", "必須為整數。"])
def test_a_description_that_says_integer_is_evidence(words: str) -> None:
    text = text_of("happyhorse-1-0").replace("Length of the clip in seconds.", words)
    parameter = spec_of(only(run(Page("page.md", text)))).params["duration"]
    assert isinstance(parameter, NumberParameter)
    assert parameter.integer is True


TOKENS = {
    "Where duration is verified, video items carry the durationToken.": ["video"],
    "影片素材請帶上 durationToken。": ["video"],
    "-": [], "Not needed.": None, "The images carry the durationToken.": None,
    "Video- und Audiodateien brauchen das durationToken.": ["video", "audio"],
}  # fmt: skip


@pytest.mark.parametrize("words", TOKENS)
def test_a_duration_token_is_for_the_kinds_that_the_page_names(words: str) -> None:
    text = text_of("happyhorse-1-0")
    line = next(line for line in text.split("\n") if "durationToken" in line)
    result = run(Page("page.md", text.replace(line, words)))
    if TOKENS[words] is None:
        assert [problem.location.line for problem in result.problems] == [44]
    else:
        references = spec_of(only(run(Page("page.md", text.replace(line, words))))).references
        assert references is not None
        assert list(references.duration_token) == TOKENS[words]


def test_an_integer_with_a_fraction_is_refused() -> None:
    text = text_of("happyhorse-1-0").replace(
        "| duration | number | No | 5 | min 3 / max 15 |", "| duration | integer | No | 5 | min 3 / max 15.5 |"
    )
    assert [str(problem) for problem in run(Page("page.md", text)).problems] == [
        'page.md:32:33: error: max of duration: "15.5" is not an integer, such as 5000 [page-integer]'
    ]


# --- Bounds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "piece",
    ["1,", "1.000", "a (b) ", "(", "' ", " or ", "5 to ", "1 image ", "一二", "default ", "1K, ", "•", "10 MB ", "0 "],
)
@pytest.mark.parametrize(
    "read",
    [
        written_numbers, whole_numbers, characters_in, files_in, spans_in, written_sizes,
        lambda text: read_options(text, ["1K"], []), lambda text: without_unit(text, (), bound=True),
    ],
    ids=["numbers", "whole", "characters", "files", "spans", "sizes", "options", "units"],
)  # fmt: skip
def test_reading_takes_time_in_proportion(read: Callable[[str], object], piece: str) -> None:
    def read_long(size: int) -> None:
        read(piece * (size // len(piece)))

    assert_steps_grow_with(read_long, 200)
    assert not outgrows(read_long, 5_000)
