"""A fork waits while one of our threads imports: the child would inherit a lock that nobody there can release."""

import os
import threading

importing = threading.Lock()
"""Held by our threads around the imports that `import runlake` leaves to them."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=importing.acquire, after_in_parent=importing.release, after_in_child=importing.release)
