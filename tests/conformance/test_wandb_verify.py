"""`wandb verify`, the client's own test of a server."""

import re

from tests.conformance.wandb_client import WandbClient

# They ask for TLS and for nothing else; the server of the tests is reached over plain HTTP.
NEED_TLS = {"requests to base url", "requests made over signed URLs"}
SLOWEST_S = 180  # its sweep alone waits most of a minute


def test_the_client_verifies_the_server(client: WandbClient) -> None:
    said = client.cli("verify", timeout_s=SLOWEST_S).stdout
    checks = dict(re.findall(r"^Checking (.+?)\.{3,}(✅|❌)", said, re.MULTILINE))
    assert len(checks) == (10 if client.is_newest else 9), said
    assert {name for name, mark in checks.items() if mark == "❌"} == NEED_TLS, said
