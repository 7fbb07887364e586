"""Messages list options as the spec has them, whichever models with the same options were loaded before."""

from __future__ import annotations

import pytest
from rivya import Rivya, ValidationError

ORDERS = {
    "grok_imagine": '"1:1", "2:3", "3:2", "16:9", "9:16"',
    "grok_imagine_video": '"1:1", "16:9", "9:16", "2:3", "3:2"',
}


def test_options_stand_in_the_order_of_the_spec() -> None:
    with Rivya("rvya_sk_test") as client:
        for name, order in ORDERS.items():
            category = client.video if name.endswith("video") else client.image
            with pytest.raises(ValidationError) as caught:
                getattr(category, name).create("A lighthouse", aspect_ratio="4:3")
            assert f"allowed: {order}" in str(caught.value)
