"""Which addresses may be sent to."""

import ipaddress

import pytest

from runlake.products.automations.addresses import may_send_to
from runlake.products.automations.delivering import wait_before


@pytest.mark.parametrize(
    ("address", "public", "allowed"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1::1", True, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("10.1.2.3", False, True),
        ("192.168.0.1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("fd00::1", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1", False, False),
        ("224.0.0.1", False, False),
        ("0.0.0.0", False, False),
    ],
)
def test_public_private_and_never(address: str, public: bool, allowed: bool) -> None:
    parsed = ipaddress.ip_address(address)
    assert may_send_to(parsed, allow_private=False) is public
    assert may_send_to(parsed, allow_private=True) is allowed


def test_waits_double_with_jitter_up_to_an_hour() -> None:
    assert [wait_before(attempt, 2.0, 0.5) for attempt in (1, 2, 3)] == [2.0, 4.0, 8.0]
    assert (wait_before(1, 2.0, 0.0), wait_before(1, 2.0, 1.0)) == (1.0, 3.0)
    assert wait_before(50, 2.0, 0.5) == 3600.0
