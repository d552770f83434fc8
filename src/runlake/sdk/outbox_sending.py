"""Sending what lies beside a journal: by a thread beside training, by `runlake sync`, and by the uploader."""

import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import file_digest
from typing import TYPE_CHECKING
from urllib.parse import quote

from runlake.sdk.answers import Backoff, NotNow, Refused, may_work_later
from runlake.sdk.messages import warn
from runlake.sdk.outbox import Outbox, Waiting

if TYPE_CHECKING:
    from runlake.sdk.transport import Transport

_OTHER_KEY_WAIT_S = 10.0
_BAD_REQUEST = 400

Place = tuple[str, str, str]
"""Entity, project and run id, as the server calls them."""


def place_of(answer: Mapping[str, object]) -> Place | None:
    """Where the server says that the run is, in its answer to frames."""
    if "entity" not in answer:
        return None
    return str(answer["entity"]), str(answer["project"]), str(answer["run_id"])


class OutboxDelivery:
    """The tasks of one outbox on their way. For one thread."""

    def __init__(self, outbox: Outbox, transport: "Transport", place: Callable[[], Place | None]) -> None:
        """`place` is None until the server knows the run: until then nothing is sent."""
        self.refused: str | None = None
        self._outbox = outbox
        self._transport = transport
        self._place = place

    def send_next(self) -> bool:
        """Send the first task; False when there was none. Raises NotNow, and Refused when another key may help."""
        task = next(self._outbox.waiting(), None)
        place = self._place() if task is not None else None
        if task is None or place is None:
            return False
        try:
            _send(task, self._transport, place)
        except Refused as error:
            if may_work_later(error):
                raise
            self.refused = str(error)
            self._outbox.set_aside(task, self.refused)
            warn(f"refused {task.path.name}", f"{error}; it stays in {task.folder}")
        else:
            self._outbox.done(task)
        return True


class OutboxSender:
    """The thread that sends an outbox beside the training; it begins with the first task."""

    def __init__(self, outbox: Outbox, connect: Callable[[], "Transport"], place: Callable[[], Place | None]) -> None:
        self._outbox = outbox
        self._connect = connect
        self._place = place
        self._wake = threading.Event()
        self._ending = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._thread: threading.Thread | None = None
        outbox.on_put = self.wake

    def wake(self) -> None:
        """There is something to send."""
        self._idle.clear()
        self._wake.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="runlake-outbox", daemon=True)
            self._thread.start()

    def finish(self, timeout_s: float) -> bool:
        """Send what is left, for `timeout_s` seconds at most; True when the server has all of it."""
        if self._thread is None:
            return True
        self._ending.set()
        self._wake.set()
        self._thread.join(max(0.0, timeout_s))
        return not self._thread.is_alive() and not any(self._outbox.folder.iterdir())

    def _run(self) -> None:
        transport = self._connect()
        delivery = OutboxDelivery(self._outbox, transport, self._place)
        try:
            self._loop(delivery)
        except Exception as error:  # noqa: BLE001 - the border to the user's program
            warn("outbox", f"sending files stopped ({error}); `runlake sync` sends what is in {self._outbox.folder}")
        finally:
            transport.close()

    def _loop(self, delivery: OutboxDelivery) -> None:
        backoff = Backoff()
        while True:
            ending = self._ending.is_set()
            self._wake.clear()
            try:
                while delivery.send_next():
                    backoff.reset()
            except (NotNow, Refused) as error:
                warn("later", f"{error}; your program goes on, what it logs is kept and sent later")
                self._ending.wait(backoff.next_s(error) if isinstance(error, NotNow) else _OTHER_KEY_WAIT_S)
                continue
            if ending and self._place() is not None:
                return
            self._wake.wait(None if self._place() is not None else 0.1)


def _send(task: Waiting, transport: "Transport", place: Place) -> None:
    """Do what the task asks for. Raises NotNow or Refused."""
    match task.kind:
        case "file":
            _send_file(task, transport, place)
        case "artifact":
            from runlake.sdk.artifacts.sending import send_artifact

            send_artifact(task, transport, place)
        case "alert":
            transport.ask("POST", f"{run_path(place)}/alerts", task.order)
        case "use":
            transport.ask("POST", f"{run_path(place)}/artifacts", task.order)
        case _:
            reason = f"tasks of kind {task.kind!r} are not known here: send them with the version that made them"
            raise Refused(_BAD_REQUEST, reason)


def _send_file(task: Waiting, transport: "Transport", place: Place) -> None:
    path = task.folder / task.order["file"]
    with path.open("rb") as file:
        md5 = b64encode(file_digest(file, "md5").digest()).decode()
        answer = transport.ask("POST", f"{run_path(place)}/uploads", {"names": [task.order["name"]]})
        file.seek(0)
        transport.put(answer["uploads"][0]["url"], file, path.stat().st_size, {"Content-MD5": md5})


def run_path(place: Place) -> str:
    """The run's address below the API."""
    entity, project, run_id = (quote(part, safe="") for part in place)
    return f"/api/v1/projects/{entity}/{project}/runs/{run_id}"
