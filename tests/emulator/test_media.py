"""Results: real files of the asked-for shape, at addresses that lead nowhere else."""

from __future__ import annotations

import http.client
import io
import json
import wave
from typing import Any

import httpx
import pytest
from emulator.boxes import read_video
from emulator.small_world import SmallEmulator
from emulator.wire import GENERATIONS, assert_error, painting
from PIL import Image
from runtime.emulator._api.clock import ManualClock
from runtime.emulator._results.shape import asked_aspect, asked_seconds, pixels


def finished(client: httpx.Client, clock: ManualClock, body: dict[str, Any]) -> httpx.Response:
    task_id = client.post(GENERATIONS, json=body).json()["id"]
    clock.advance(10)
    return httpx.get(client.get(f"{GENERATIONS}/{task_id}").json()["result"]["primary_url"])


@pytest.mark.parametrize(
    ("params", "size"),
    [
        ({}, (512, 512)),
        ({"aspect_ratio": "1:1"}, (512, 512)),
        ({"aspect_ratio": "16:9"}, (512, 288)),
        ({"aspect_ratio": "9:16"}, (288, 512)),
        ({"aspect_ratio": "auto"}, (512, 512)),
        ({"image_size": "portrait_4_3"}, (384, 512)),
        ({"image_size": "landscape"}, (512, 288)),
    ],
)
def test_a_picture_has_the_asked_for_shape(
    client: httpx.Client, clock: ManualClock, params: dict[str, str], size: tuple[int, int]
) -> None:
    response = finished(client, clock, painting(params=params))
    assert response.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(response.content)) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("PNG", size)
        assert len(picture.getcolors(size[0] * size[1]) or ()) > 100


def test_pictures_follow_from_the_request(client: httpx.Client, clock: ManualClock) -> None:
    first, again, other = (
        finished(client, clock, painting(prompt=prompt)).content for prompt in ("一隻貓 ✨", "一隻貓 ✨", "A dog")
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize(("asked", "file_format"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
def test_a_picture_has_the_asked_for_format(
    client: httpx.Client, clock: ManualClock, asked: str, file_format: str
) -> None:
    response = finished(client, clock, painting(params={"output_format": asked, "aspect_ratio": "16:9"}))
    assert response.headers["content-type"] == f"image/{file_format.lower()}"
    assert response.url.path.endswith(f".{asked}")
    with Image.open(io.BytesIO(response.content)) as picture:
        picture.load()
        assert (picture.format, picture.size) == (file_format, (512, 288))


def test_a_video_has_the_asked_for_shape_and_duration(client: httpx.Client, clock: ManualClock) -> None:
    params = {"aspectRatio": "9:16", "duration": "10"}
    response = finished(client, clock, {"model": "filmer", "prompt": "Rain", "params": params})
    assert response.headers["content-type"] == "video/mp4"
    video = read_video(response.content)
    assert (video.width, video.height, video.seconds) == (180, 320, 10.0)
    assert len(response.content) < 200_000


def test_a_sound_lasts_one_second_unless_told(client: httpx.Client, clock: ManualClock) -> None:
    for params, seconds in (({}, 1.0), ({"durationSeconds": 2.5}, 2.5)):
        response = finished(client, clock, {"model": "narrator", "prompt": "Once upon a time", "params": params})
        assert response.headers["content-type"] == "audio/wav"
        with wave.open(io.BytesIO(response.content)) as sound:
            assert sound.getnframes() / sound.getframerate() == seconds
            assert any(sound.readframes(1000))


def test_a_result_is_not_there_before_the_job_ends(client: httpx.Client, server: SmallEmulator) -> None:
    task_id = client.post(GENERATIONS, json=painting()).json()["id"]
    assert_error(client.get(f"/media/{task_id}.png"), 404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        "/media/../../etc/passwd",
        "/media/..",
        "/media/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/media/..%5c..%5cetc",
        "/media//etc/passwd",
        "/media/",
        "/media/%00",
        "/media/task_0.png",
        f"{GENERATIONS}/a/b",
        f"{GENERATIONS}/a%2Fb",
        f"{GENERATIONS}/..%2Fcredits",
        "/api/v1/files/a%2Fb",
    ],
)
def test_no_path_leads_out(server: SmallEmulator, path: str) -> None:
    # httpx would tidy such paths up before it sends them.
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", path, headers={"Authorization": f"Bearer {server.key}"})
    response = connection.getresponse()
    body = json.loads(response.read())
    connection.close()
    assert (response.status, body["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("params", "aspect"),
    [
        ({"seed": 7, "size": "3:2"}, (3, 2)),
        ({"image_size": "square_hd"}, (1, 1)),
        ({"image_size": "portrait_16_9"}, (9, 16)),
        ({"image_size": "landscape_21_9"}, (21, 9)),
        ({"aspect_ratio": "portrait"}, (9, 16)),
        ({"output_format": "mp3_44100_128"}, (1, 1)),
        ({"ratio": "0:1"}, (1, 1)),
        ({"ratio": "16:9 and more"}, (1, 1)),
    ],
)
def test_the_aspect_is_found_in_any_parameter(params: dict[str, object], aspect: tuple[int, int]) -> None:
    assert asked_aspect(params) == aspect


def test_no_side_vanishes() -> None:
    assert pixels((9999, 1), 512) == (512, 1)


@pytest.mark.parametrize(
    ("params", "seconds"),
    [
        ({}, 7),
        ({"duration": "5"}, 5),
        ({"duration": 12}, 12),
        ({"duration": "8s"}, 8),
        ({"durationSeconds": 0.5}, 0.5),
        ({"n_frames": "15"}, 15),
        ({"duration": "long"}, 7),
        ({"duration": 0}, 7),
        ({"duration": -3}, 7),
        ({"duration": True}, 7),
        ({"duration": [5]}, 7),
        ({"duration": 1e9}, 7),
        ({"duration": 86_400}, 300),
        ({"seed": 9}, 7),
    ],
)
def test_the_duration_is_found_by_its_name(params: dict[str, object], seconds: float) -> None:
    assert asked_seconds(params, 7) == seconds
