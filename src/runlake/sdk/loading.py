"""What is loaded when it is needed. A fork waits while one of our threads imports: the child would inherit a lock that nobody there can release."""

import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runlake.sdk.journal import Journal
    from runlake.sdk.places import Server
    from runlake.sdk.sender import Sender

importing = threading.Lock()
"""Held by our threads around the imports that `import runlake` leaves to them."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=importing.acquire, after_in_parent=importing.release, after_in_child=importing.release)

HEAD_START_S = 0.05
"""What threads leave to the program before they load what they need, so that `init` returns first."""


def sender_of(journal: "Journal", server: "Server", *, offline: bool) -> "Sender | None":
    """A thread that sends the journal; none offline, where nothing of it is loaded."""
    if offline:
        return None
    with importing:
        from runlake.sdk.sender import Sender
    return Sender(journal, server)
