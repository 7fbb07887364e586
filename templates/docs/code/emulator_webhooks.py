from rivya import Rivya
from rivya.emulator import Emulator

with Emulator(allow_local_webhooks=True) as emulator:
    with Rivya(emulator.key, base_url=emulator.url) as client:
        endpoint = client.webhooks.create(url="http://127.0.0.1:8000/rivya/webhook")
        client.webhooks.test(endpoint.id)
