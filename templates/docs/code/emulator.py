from rivya import PollPolicy, Rivya
from rivya.emulator import Emulator

with Emulator(credits=20) as emulator:
    with Rivya(emulator.key, base_url=emulator.url, poll=PollPolicy(first=0.1, interval=0.1)) as client:
        model = client.models.list()[0].id
        job = client.generations.create({"model": model, "prompt": "A lighthouse at dawn"})
        print(job.wait().result, emulator.credits)
