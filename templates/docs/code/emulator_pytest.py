import pytest
from rivya import Rivya
from rivya.emulator import Emulator


@pytest.fixture
def rivya_emulator_options() -> dict[str, object]:
    return {"credits": 8}


def test_the_wallet_is_mine(rivya_client: Rivya, rivya_emulator: Emulator) -> None:
    assert rivya_client.credits.retrieve().current_credits == 8
    assert rivya_emulator.requests[-1].path == "/api/v1/credits"
