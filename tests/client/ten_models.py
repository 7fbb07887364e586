"""Right and wrong calls of the models of `tests/cases/ten-models`, for the type checkers."""

TEN_CALLS = """\
from pathlib import Path

from rivya import NULL, AsyncRivya, Rivya
from rivya.models.dolly_1 import Dolly1Camera
from rivya.models.orator_3 import Orator3DialogueItem, Orator3VoiceSettings

VOICE = "21m00Tcm4TlvDq8ikWAM"
SETTINGS: Orator3VoiceSettings = {"stability": 0.5, "speed": 1.1, "style": {"emotion": "happy", "weight": 80}}
LINE: Orator3DialogueItem = {"voice": VOICE, "text": "Hello"}
CAMERA: Dolly1Camera = {"type": "simple", "moves": {"zoom": -2.5}}


def pictures(client: Rivya) -> None:
    edit, letters = client.image.inkpaint_edit.create, client.image.letterform_v3.create
    edit("A red door", image="house.png", mask=Path("mask.png"), strength_mode="precise", seed=NULL)
    edit("A red door", image=b"...", width=1024, height=768, num_images=2, seed=7)
    edit("A red door")  # red: the picture is missing
    edit("A red door", image="house.png", width=1024.5)  # red: whole pixels
    edit("A red door", image="house.png", mask=NULL)  # red: only the seed may be null
    letters("OPEN", rendering_speed="TURBO", style_codes=["1A2B3C4D"], palette=[{"color": "#ff0000", "weight": 0.5}])
    letters("OPEN", style_type="DESIGN", palette_preset="EMBER", seed=1)
    letters("OPEN", style_codes=[1])  # red: texts
    letters("OPEN", palette=[{"weight": 0.5}])  # red: a colour is missing
    letters("OPEN", rendering_speed="FAST")  # red


def films(client: Rivya) -> None:
    reel, runner, dolly = client.video.reel_2.create, client.video.runner_4.create, client.video.dolly_1.create
    reel("Waves", resolution="1080p", duration=8, audio=True)
    reel("Waves", references=["first.png", Path("last.png")], negative_prompt="people")
    reel("Waves", resolution="4k")  # red
    reel("Waves", duration="8")  # red: a number
    runner("A sprint", duration=10, frame_rate=30, playback=0.5)
    runner("A sprint", frame_rate=60)
    runner("A sprint", duration=7)  # red: one of two lengths
    runner("A sprint", frame_rate="30")  # red: numbers on the wire
    dolly("A street", camera=CAMERA, guidance=0.7)
    dolly("A street", camera={"type": "turn_left"})
    dolly("A street", camera={"moves": {"zoom": 1}})  # red: how is missing
    dolly("A street", camera={"type": "simple", "moves": {"zoom": "in"}})  # red: the second level
    client.video.keyframe_2.create("A leap", references=["first.png", "last.png", "dance.mp4"])
    client.video.keyframe_2.create("A leap", references=[b"..."], motion="large")
    client.video.keyframe_2.create("A leap", references=[5])  # red: no file
    client.video.keyframe_2.create("A leap", motion="huge")  # red


def sounds(client: Rivya) -> None:
    speak, sing = client.audio.orator_3.create, client.audio.tunesmith_5.create
    speak(text="Hello", voice=VOICE, voice_settings=SETTINGS, language="en")
    speak(dialogue=[LINE, LINE])
    speak(text="Hello", voice_settings={"style": {"weight": 80}})  # red: the mood is missing
    speak(dialogue=[{"voice": VOICE}])  # red: the text is missing
    sing("A song of the sea")
    sing("Waves roll", custom_mode=True, style="folk", title="Sea", vocal_gender="f", style_weight=0.25)
    sing("Waves roll", vocal_gender="x")  # red
    sing("Waves roll", custom_mode="yes")  # red: a boolean


async def others(client: AsyncRivya) -> None:
    talk, build = client.chat.parley_2, client.three_d.statue_3d
    print((await talk.send("Hi", temperature=0.2, stop=["END"])).text)
    print((await talk.send("Hi", reasoning_effort="thorough", max_tokens=500)).text)
    await talk.send("Hi", temperature="warm")  # red
    await talk.send("Hi", reasoning_effort="high")  # red: an option of the platform, not of the model
    await build.create("A vase", texture="detailed", face_limit=20000, quad=True)
    await build.create(references=["front.png", "back.png"], pbr=False)
    await build.create("A vase", texture="shiny")  # red
    await build.create("A vase", face_limit=0.5)  # red: whole faces
"""
