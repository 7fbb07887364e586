"""What the sentences of a page say of its facts: read exactly, borne out by the facts, or refused with the line."""

from __future__ import annotations

import pytest
from importer.disguises import foreign
from importer.samples import SPECS, Result, run, spec_of, text_of
from rivya_codegen.importer import Page
from rivya_codegen.importer.numbers import in_digits
from rivya_codegen.importer.prose import choices_in, has_worded_number, kinds_in, steps_in

ERRORS = "validation_failed, insufficient_credits, idempotency_conflict, rate_limited, not_found"
TOKEN = "Where duration is verified, video and audio items carry the durationToken that /api/v1/files returned."


def changed(model: str, *edits: tuple[str, str]) -> str:
    text = text_of(model)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


def problems(result: Result) -> list[tuple[int | None, str]]:
    return [(problem.location.line, problem.code) for problem in result.problems]


# --- Numbers in words -------------------------------------------------------------------------------------------------

IN_WORDS = (
    "four thousand characters", "four-thousand-character prompts", "two thousand printable characters",
    "sixty-four characters", "zwanzigtausend Zeichen", "fünfhundert Zeichen", "dix mille caractères", "cinq cents caractères",
    "dos mil caracteres", "quinientos caracteres", "cinco mil caracteres", "duzentos caracteres", "cinquemila caratteri",
    "cinquecento caratteri", "vijfduizend tekens", "femtusen tecken", "fem tusen tegn", "viisituhatta merkkiä", "beş bin karakter",
    "pięć tysięcy znaków", "pět tisíc znaků", "cinci mii de caractere", "lima ribu karakter", "năm nghìn ký tự",
    "пять тысяч символов", "пятьсот символов", "п'ять тисяч символів", "πέντε χιλιάδες χαρακτήρες", "ארבעת אלפים תווים",
    "أربعة آلاف حرف", "चार हज़ार अक्षर", "চার হাজার অক্ষর", "چار ہزار حروف", "สี่พันตัวอักษร", "一万文字", "五千個字元", "兩千五百字", "오천 자까지",
)  # fmt: skip
IN_DIGITS = (
    "At most 1000 characters.", "1 thousand characters", "1 千字", "1千 자", "1 mille caractères", "1,000 ký tự", "1พันตัวอักษร",
    "Two characters talk.", "a set of characters", "une famille de caractères", "第一百個字", "하지만 자동으로",
)  # fmt: skip


@pytest.mark.parametrize("words", IN_WORDS)
def test_a_limit_in_words_is_refused_wherever_it_stands(words: str) -> None:
    field = changed("z-image", ("At most 1000 characters.", f"Ca. {words}."))
    assert problems(run(Page("page.md", field))) == [(24, "page-integer")]
    summary = changed("z-image", ("up to 1,000 characters", f"up to {words}"))
    assert problems(run(Page("page.md", summary))) == [(3, "page-integer")]
    text = changed("elevenlabs-turbo-2-5", ("| Language code. |", f"| {words} |"))
    assert problems(run(Page("page.md", text))) == [(38, "page-integer")]
    fact = foreign(changed("z-image", ("\n1000 characters", f"\n{words}")))
    assert [line for line, _ in problems(run(Page("page.md", fact), locale="en"))] == [18]


@pytest.mark.parametrize("words", IN_DIGITS)
def test_digits_and_other_words_are_no_number_in_words(words: str) -> None:
    assert not has_worded_number(words, unit=False)


def test_a_limit_without_its_unit() -> None:
    for words in ("At most four thousand.", "Máximo dos mil.", "上限五千"):
        assert problems(run(Page("page.md", changed("z-image", ("At most 1000 characters.", words))))) == [
            (24, "page-integer")
        ]


@pytest.mark.parametrize(
    ("words", "lengths"),
    [
        ("Up to 30 characters.", (None, 30)),
        ("At least 5 and at most 30 characters.", (None, 30)),
        ("At least 5 characters, at most 30 characters.", (5, 30)),
        ("Bis zu 1.000 Zeichen", (None, 1000)),
        ("最多 1000 個字元", (None, 1000)),
        ("up to 2k characters", (None, 2000)),
        ("A 20 character code.", "page-disagrees"),
        ("Up to 30 characters, or 50 characters.", "page-disagrees"),
    ],
)
def test_the_length_of_a_text(words: str, lengths: object) -> None:
    result = run(Page("page.md", changed("elevenlabs-turbo-2-5", ("| Language code. |", f"| {words} |"))))
    if isinstance(lengths, str):
        assert problems(result) == [(38, lengths)]
    else:
        parameter = spec_of(result.models[0].text).params["language_code"]
        assert parameter.type == "text"
        assert (parameter.min_length, parameter.max_length) == lengths


# --- Steps and values -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("In steps of 5.", 5), ("in increments of 0.5", 0.5), ("Multiples of 8.", 8), ("a multiple of eight", 8), ("Step: 5", 5),
        ("must be divisible by 8", 8), ("5-second steps", 5), ("以 5 為單位", 5), ("以 5 秒为单位", 5), ("步進 5", 5), ("8 的倍數", 8),
        ("5刻み", 5), ("被 8 整除", 8), ("in 5er-Schritten", 5), ("Vielfaches von 8", 8), ("par pas de 5", 5), ("múltiplo de 8", 8),
        ("с шагом 5", 5), ("Number of inference steps.", None), ("steps between 5 and 10", None), ("單位為秒。", None),
    ],
)  # fmt: skip
def test_steps_in_a_sentence(text: str, step: float | None) -> None:
    assert steps_in(in_digits(text)) == ([] if step is None else [step])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Only 5 or 10.", "5 10"), ("Length: 5, 10 or 15 seconds.", "5 10 15"), ("Length (5 or 10).", "5 10"),
        ("只支援 5 或 10 秒。", "5 10"), ("可用值：5、10、15。", "5 10 15"), ("Only five or ten.", "5 10"), ("0.5 or 1.5", "0.5 1.5"),
        ("Only 5 or 10 with Pro.", ""), ("Length of the clip in seconds.", ""),
    ],
)  # fmt: skip
def test_values_in_a_sentence(text: str, values: str) -> None:
    assert [word for _, found in choices_in(in_digits(text)) for word in found] == values.split()


DURATION, RESOLUTION = "Length of the clip in seconds.", "Resolution of the clip."


@pytest.mark.parametrize(
    ("words", "range_", "right"),
    [
        ("In steps of 5.", "min 5 / max 15 / step 5", True),
        ("In steps of 5.", "min 5 / max 15", False),
        ("Multiples of 5.", "min 5 / max 15 / step 1", False),
        ("5 or 10 seconds.", "min 5 / max 10 / step 5", True),
        ("5 or 10 seconds.", "min 5 / max 10", False),
        ("5 or 10 seconds.", "min 5 / max 15 / step 5", False),
        ("Between three and fifteen seconds.", "min 3 / max 15", True),
        ("Between five and ten seconds.", "min 3 / max 15", False),
        ("At most ten seconds.", "min 3 / max 15", False),
        ("At most 10 seconds.", "-", False),
        ("3 to 15 seconds.", "min 3", False),
    ],
)
def test_a_description_is_borne_out_by_its_row(words: str, range_: str, right: bool) -> None:
    result = run(Page("page.md", changed("happyhorse-1-0", (DURATION, words), ("min 3 / max 15", range_))))
    assert problems(result) == ([] if right else [(32, "page-disagrees")])


@pytest.mark.parametrize(
    ("words", "right"),
    [("Either 720p or 1080p.", True), ("Only 720p or 4K.", False), ("Must be better or higher.", True)],
)
def test_a_description_offers_the_options_of_its_row(words: str, right: bool) -> None:
    result = run(Page("page.md", changed("happyhorse-1-0", (RESOLUTION, words))))
    assert problems(result) == ([] if right else [(30, "page-disagrees")])


def test_a_text_is_no_choice() -> None:
    text = changed("elevenlabs-turbo-2-5", ("| Language code. |", "| One of en, de or fr. |"))
    assert problems(run(Page("page.md", text))) == [(38, "page-disagrees")]


# --- Error codes, inputs, the id, the token ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "codes", ["invalid_request400validation_failed422", "validation_failed422", "not_found, rate_limitednot_found"]
)
def test_error_codes_that_are_glued_together(codes: str) -> None:
    page = Page("page.md", changed("z-image", (ERRORS, codes)))
    assert problems(run(page, specs=SPECS)) == [(51, "page-glued-cells")]
    if "4" in codes:
        assert problems(run(page)) == [(51, "page-glued-cells")]


def test_inputs_without_files_beside_a_section_of_files() -> None:
    (problem,) = run(Page("page.md", changed("happyhorse-1-0", ("Inputs\ntext, file", "Inputs\ntext")))).problems
    assert str(problem).startswith("page.md:8:1: error: Inputs: text here, Upload policy in line 35;")
    text = foreign(changed("happyhorse-1-0", ("Inputs\ntext, file", "Inputs\ntext")))
    assert problems(run(Page("page.md", text), locale="en"))[0] == (8, "page-disagrees")


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("Set to sora-2.", False), ("Set to runway.", False), ("Set to `runway`", False), ("填 sora-2。", False),
        ("Zumi z-image-turbo blab.", False), ("The API model id.", True), ("Set this to z-image (not z-image-turbo).", True),
        ("Set to the id above.", True),
    ],
)  # fmt: skip
def test_another_id_in_the_row_of_the_model(words: str, right: bool) -> None:
    result = run(Page("page.md", changed("z-image", ("Set to z-image.", words))))
    assert problems(result) == ([] if right else [(23, "page-disagrees")])


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Only videos carry a durationToken.", "video"), ("Audio clips carry the durationToken.", "audio"),
        ("Sound clips and videos carry the durationToken.", "audio video"), ("仅视频需要 durationToken 的。", "video"),
        ("動画と音声には durationToken が必要です。", "audio video"), ("Videor och ljud behöver durationToken.", "audio video"),
        ("วิดีโอและเสียงต้องมี durationToken", "audio video"), ("Nur Videos tragen durationToken.", ""),
        ("Videos carry the durationToken, audio does not.", ""), ("Blab zumi durationToken.", ""), ("影片要 durationToken,音訊不需要。", ""),
    ],
)  # fmt: skip
def test_the_kinds_that_carry_a_token(words: str, kinds: str) -> None:
    assert kinds_in(words) == set(kinds.split())
    result = run(Page("page.md", changed("happyhorse-1-0", (TOKEN, words))))
    if kinds:
        references = spec_of(result.models[0].text).references
        assert references is not None
        assert set(references.duration_token) == set(kinds.split())
    else:
        assert problems(result) == [(44, "page-unknown-value")]
