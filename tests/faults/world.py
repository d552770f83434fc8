"""A server, a proxy before it, a small disk for journals, and programs that log: what faults happen to."""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

from tests.crash.load import PROJECT
from tests.faults.attempt import Attempt, check_count
from tests.faults.leaving import PATIENCE_S, send_what_is_left
from tests.faults.proxy import FaultyProxy
from tests.server.process import ServerProcess

PROGRAMS = 3
_HOURS = (-30 * 3600, -2 * 3600, 5 * 3600, 400 * 3600)
_RESUMED = 0.5


class World:
    """Does one fault at a time, as chance tells it; `check` then looks at every row."""

    def __init__(self, folder: Path, server: ServerProcess, proxy: FaultyProxy, chance: random.Random) -> None:
        self.journals = folder / "disk" / "journals"
        self.attempts: list[Attempt] = []
        self._folder = folder
        self._server = server
        self._proxy = proxy
        self._chance = chance
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("RUNLAKE_")}
        self._environment |= {"RUNLAKE_JOURNALS": str(self.journals), "RUNLAKE_PROJECT": PROJECT}
        self._environment |= {"RUNLAKE_URL": proxy.url, "RUNLAKE_API_KEY": server.api_key, "RUNLAKE_SILENT": ""}

    def round(self, faults: dict[str, int]) -> str:
        """Let programs run, do one of the faults (name → how often among all), mend it; returns its name."""
        self._fill_up()
        self._wait(0.2, 0.8)
        name = self._chance.choices(list(faults), list(faults.values()))[0]
        doing = _FAULTS[name]
        doing(self)
        return name

    def kill_client(self) -> None:
        self._one().kill()

    def kill_server(self) -> None:
        self._server.kill()
        self._wait(0.0, 0.5)
        self._server.start()

    def kill_both(self) -> None:
        self._server.kill()
        self.kill_client()
        self._server.start()

    def end_client(self) -> None:
        self._one().ask_to_end()

    def terminate_client(self) -> None:
        self._one().process.terminate()

    def cut(self) -> None:
        for _ in range(self._chance.randint(1, 5)):
            self._proxy.cut()
            self._wait(0.0, 0.2)

    def disturb(self, fault: str) -> None:
        self._proxy.fault = fault
        self._wait(0.5, 2.0)
        self._proxy.fault = None

    def jump_clock(self) -> None:
        self._one().set_clock_wrong(self._chance.choice(_HOURS))

    def fill_disk(self) -> None:
        """Leave no block free; what programs free meanwhile they may use."""
        ballast = self._folder / "disk" / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * 65536)
            except OSError:
                self._wait(0.3, 1.5)
        ballast.unlink()

    def come_to_rest(self) -> None:
        """End what runs, some of it by killing; then send all that is left."""
        for attempt in self.attempts:
            if attempt.lives and self._chance.random() < 0.5:
                attempt.kill()
            attempt.ask_to_end()
        for attempt in self.attempts:
            attempt.process.wait(PATIENCE_S)
        send_what_is_left(self.journals, self._environment)

    def check(self) -> int:
        """Raises AssertionError for a row that is lost, doubled or changed; returns how many are stored."""
        rows: dict[str, int] = {}
        with self._server.client(timeout=60) as client:
            for attempt in self.attempts:
                attempt.check_words()
                rows[attempt.run_id] = rows.get(attempt.run_id, 0) + attempt.check(client)
            for run_id, count in rows.items():
                if count:
                    check_count(client, run_id, count)
        return sum(rows.values())

    def _fill_up(self) -> None:
        """Begin programs until there are as many as there should be: of a new run, or of one whose process is gone."""
        living = [attempt for attempt in self.attempts if attempt.lives]
        if len(living) >= PROGRAMS:
            return
        run_id, number = f"faults-{len(self.attempts)}", 0
        gone = [each for each in self.attempts if each.run_id not in {alive.run_id for alive in living}]
        if gone and self._chance.random() < _RESUMED:
            run_id = self._chance.choice(gone).run_id
            number = sum(each.run_id == run_id for each in self.attempts)
        folder = self._folder / f"attempt-{len(self.attempts)}"
        self.attempts.append(Attempt.start(run_id, number, folder, self._environment))

    def _one(self) -> Attempt:
        return self._chance.choice([attempt for attempt in self.attempts if attempt.lives] or self.attempts)

    def _wait(self, least_s: float, most_s: float) -> None:
        time.sleep(self._chance.uniform(least_s, most_s))


_FAULTS: dict[str, Callable[[World], None]] = {
    "kill client": World.kill_client,
    "kill server": World.kill_server,
    "kill both": World.kill_both,
    "end client": World.end_client,
    "terminate client": World.terminate_client,
    "cut": World.cut,
    "refuse": lambda world: world.disturb("refuse"),
    "half": lambda world: world.disturb("half"),
    "lost answer": lambda world: world.disturb("lost answer"),
    "429": lambda world: world.disturb("429"),
    "503": lambda world: world.disturb("503"),
    "clock": World.jump_clock,
    "full disk": World.fill_disk,
}
