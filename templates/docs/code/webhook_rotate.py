from pathlib import Path

from rivya import Rivya

with Rivya() as client:
    (endpoint,) = client.webhooks.list()
    if secret := client.webhooks.rotate_secret(endpoint.id).signing_secret:
        Path(".webhook-secret-new").write_text(secret.get_secret_value())
