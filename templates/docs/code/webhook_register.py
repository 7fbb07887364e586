from pathlib import Path

from rivya import Rivya

with Rivya() as client:
    endpoint = client.webhooks.create(
        name="Production",
        url="https://example.com/rivya/webhook",
        event_types=["generation.succeeded", "generation.failed"],
    )
    print(endpoint.id, endpoint.secret_preview)
    if secret := endpoint.signing_secret:
        Path(".webhook-secret").write_text(secret.get_secret_value())
