"""The thread that sends a run's journal beside the training."""

import threading
import time
from typing import TYPE_CHECKING

from runlake.sdk.answers import Backoff, NotNow, Refused, may_work_later
from runlake.sdk.delivery import Counts, Delivery
from runlake.sdk.journal import Journal
from runlake.sdk.loading import HEAD_START_S, importing
from runlake.sdk.messages import warn
from runlake.sdk.outbox_sending import OutboxSender, Place, place_of
from runlake.sdk.places import Server

if TYPE_CHECKING:
    from runlake.sdk.transport import Transport

_EVERY_S = 1.0
_LOOK_EVERY_S = 0.02
_SIGN_OF_LIFE_S = 30.0
_OTHER_KEY_WAIT_S = 10.0


class Sender:
    """Sends one journal. Losing the network costs the training nothing: the thread waits and tries again."""

    def __init__(self, journal: Journal, server: Server) -> None:
        self.counts = Counts()
        self.answer: dict[str, object] = {}
        self.trouble: str | None = None
        self._journal = journal
        self._server = server
        self._wake = threading.Event()
        self._ending = threading.Event()
        self._given_up = threading.Event()
        self._unwritten = b""
        self._done = threading.Event()
        self._all_sent = False
        self._heard_at = time.monotonic()
        self._outbox = OutboxSender(journal.outbox, self._connect, self._place)
        self._thread = threading.Thread(target=self._run, name="runlake-sender", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is much to send: do not wait for the next round."""
        self._wake.set()

    def flush(self, timeout_s: float) -> bool:
        """Wait until the server has the frames that are written now, for `timeout_s` seconds at most; True when it has."""
        wanted, deadline = self._journal.written_bytes, time.monotonic() + timeout_s
        while self._journal.confirmed_bytes < wanted:
            if self._done.is_set() or time.monotonic() > deadline:
                return False
            self.wake()
            time.sleep(_LOOK_EVERY_S)
        return True

    def finish(self, timeout_s: float, unwritten: bytes = b"", *, while_reachable: bool = False) -> bool:
        """Send what is left, for `timeout_s` seconds at most; True when the server has all of it. Ends the thread.

        `unwritten` are frames to be sent after everything, for which the journal had no room. With `while_reachable` it
        is given up as soon as the server is known to be away.
        """
        deadline = time.monotonic() + timeout_s
        self._unwritten = unwritten
        self._ending.set()
        self._wake.set()
        while not self._done.wait(_LOOK_EVERY_S if while_reachable else timeout_s) and while_reachable:
            if self.trouble is not None or time.monotonic() > deadline:
                break
        self._given_up.set()
        return self._all_sent and self._outbox.finish(deadline - time.monotonic())

    @property
    def is_done(self) -> bool:
        """True when the thread touches the journal no more."""
        return self._done.is_set()

    def _run(self) -> None:
        self._ending.wait(HEAD_START_S)  # not before the program goes on
        transport = self._connect()
        delivery = Delivery(self._journal.folder, self._journal.record, transport, lambda: self._journal.position)
        self.counts = delivery.counts
        try:
            self._loop(delivery)
        except Refused as error:
            self.trouble = str(error)
            warn("refused", f"{error}; nothing more is sent. What is logged stays in {self._journal.folder}")
        except Exception as error:  # noqa: BLE001 - the border to the user's program
            self.trouble = f"{type(error).__name__}: {error}"
            warn("sender", f"sending stopped ({self.trouble}); `runlake sync` sends what is in {self._journal.folder}")
        finally:
            delivery.close()
            transport.close()
            self._done.set()

    def _connect(self) -> "Transport":
        with importing:
            from runlake.sdk.transport import Transport

        return Transport(self._server)

    def _place(self) -> Place | None:
        return place_of(self.answer)

    def _loop(self, delivery: Delivery) -> None:
        backoff = Backoff()
        while not self._given_up.is_set():  # else another process sends the rest
            ending = self._ending.is_set()  # asked before sending: what is written later is sent in the next round
            try:
                self._send(delivery)
                if ending and self._unwritten:
                    delivery.send_last(self._unwritten)
                backoff.reset()
            except NotNow as error:
                self._pause(str(error), backoff.next_s(error))
                continue
            except Refused as error:
                if not may_work_later(error):
                    raise
                self._pause(str(error), _OTHER_KEY_WAIT_S)
                continue
            if ending:
                self._all_sent = not self._given_up.is_set()
                return
            self._wake.wait(_EVERY_S)
            self._wake.clear()

    def _send(self, delivery: Delivery) -> None:
        sent = False
        while not self._given_up.is_set() and delivery.send_next():
            sent = True
            self._journal.confirm(delivery.counts.bytes_sent)
        if not sent and time.monotonic() - self._heard_at >= _SIGN_OF_LIFE_S:
            delivery.send_sign_of_life()
            sent = True
        if sent:
            self.trouble = None
            self.answer = delivery.answer
            self._heard_at = time.monotonic()

    def _pause(self, reason: str, seconds: float) -> None:
        self.trouble = reason
        warn("later", f"{reason}; your program goes on, what it logs is kept and sent later")
        if self._ending.is_set():
            time.sleep(min(seconds, _EVERY_S))
        else:
            self._ending.wait(seconds)
