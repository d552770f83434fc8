"""What the machine does beside the program: load, memory, GPUs, and where the code comes from; found out by a thread.

The names are those that users of other clients know from their charts.
Source: the wandb client 0.28.2, `core/internal/monitor/system.go` and `gpu_nvidia`.
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from runlake.sdk.loading import HEAD_START_S, importing
from runlake.sdk.messages import warn

_MIB = 1024 * 1024


class MachineWatch:
    """A thread that samples until it is closed."""

    def __init__(
        self,
        write: Callable[[Mapping[str, float]], None],
        write_facts: Callable[[Mapping[str, Any]], None],
        *,
        every_s: float | None,
    ) -> None:
        self._write = write
        self._write_facts = write_facts
        self._every_s = every_s
        self._closed = threading.Event()
        threading.Thread(target=self._run, name="runlake-machine", daemon=True).start()

    def close(self) -> None:
        """Take no further sample. Idempotent."""
        self._closed.set()

    def _run(self) -> None:
        self._closed.wait(HEAD_START_S)
        with importing:  # not before the program goes on
            from runlake.sdk.code import find_code

        try:
            facts = find_code()
            if facts:
                self._write_facts(facts)
            if self._every_s is not None:
                self._sample(self._every_s)
        except Exception as error:  # noqa: BLE001 - the border to the user's program
            warn("machine", f"the machine is not watched any more: {type(error).__name__}: {error}")

    def _sample(self, every_s: float) -> None:
        sampler = _sampler()
        if sampler is None:
            return
        while not self._closed.wait(every_s):
            self._write(sampler.sample())


class Sampler:
    """Reads the load of machine and process; the processor's since the last reading."""

    def __init__(self, psutil: Any) -> None:
        with importing:
            from runlake.sdk.amd_gpus import AmdGpus
            from runlake.sdk.nvidia_gpus import NvidiaGpus

        self._psutil = psutil
        self._process = psutil.Process()
        self._gpus = NvidiaGpus.find() or AmdGpus.find()
        self._network = psutil.net_io_counters()
        self._disk = psutil.disk_io_counters()
        psutil.cpu_percent()

    def sample(self) -> dict[str, float]:
        """Name → value now. Percents are 0 … 100, sizes are in MiB as named, network and disk since the start."""
        psutil, memory = self._psutil, self._psutil.virtual_memory()
        with self._process.oneshot():
            rss, threads = self._process.memory_info().rss, self._process.num_threads()
        values = {
            "system.cpu": psutil.cpu_percent(),
            "system.memory_percent": memory.percent,
            "system.proc.memory.rssMB": rss / _MIB,
            "system.proc.memory.percent": 100 * rss / memory.total,
            "system.proc.memory.availableMB": memory.available / _MIB,
            "system.proc.cpu.threads": threads,
        }
        return values | self._since_start() | self._gpus.sample()

    def _since_start(self) -> dict[str, float]:
        network, disk = self._psutil.net_io_counters(), self._psutil.disk_io_counters()
        values: dict[str, float] = {}
        if network and self._network:
            values["system.network.sent"] = network.bytes_sent - self._network.bytes_sent
            values["system.network.recv"] = network.bytes_recv - self._network.bytes_recv
        if disk and self._disk:
            values["system.disk.in"] = (disk.read_bytes - self._disk.read_bytes) / _MIB
            values["system.disk.out"] = (disk.write_bytes - self._disk.write_bytes) / _MIB
        return values


def _sampler() -> Sampler | None:
    """None without psutil: the library does not ask for it."""
    try:
        with importing:
            import psutil
    except ImportError:
        return None
    return Sampler(psutil)
