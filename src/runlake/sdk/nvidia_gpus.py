"""NVIDIA's GPUs, through its own management library where that is installed (`nvidia-ml-py`)."""

from typing import Any

from runlake.sdk.loading import importing

_MILLI = 1000


class NvidiaGpus:
    """The GPUs of this machine; none when the library or the driver is missing."""

    def __init__(self, nvml: Any, handles: list[Any]) -> None:
        self._nvml = nvml
        self._handles = handles

    @classmethod
    def find(cls) -> "NvidiaGpus":
        """Look once."""
        try:
            with importing:
                import pynvml

            pynvml.nvmlInit()
            count = pynvml.nvmlDeviceGetCount()
            return cls(pynvml, [pynvml.nvmlDeviceGetHandleByIndex(index) for index in range(count)])
        except Exception:  # noqa: BLE001 - a missing library, a missing driver, a driver of another release
            return cls(None, [])

    def __len__(self) -> int:
        return len(self._handles)

    def sample(self) -> dict[str, float]:
        """Name → value of every GPU: use and memory in percent, degrees Celsius, watts."""
        values: dict[str, float] = {}
        for index, handle in enumerate(self._handles):
            values |= self._sample_one(f"system.gpu.{index}.", handle)
        return values

    def _sample_one(self, prefix: str, handle: Any) -> dict[str, float]:
        nvml = self._nvml
        try:
            use, memory = nvml.nvmlDeviceGetUtilizationRates(handle), nvml.nvmlDeviceGetMemoryInfo(handle)
            return {
                f"{prefix}gpu": use.gpu,
                f"{prefix}memory": use.memory,
                f"{prefix}memoryAllocated": 100 * memory.used / memory.total,
                f"{prefix}temp": nvml.nvmlDeviceGetTemperature(handle, nvml.NVML_TEMPERATURE_GPU),
                f"{prefix}powerWatts": nvml.nvmlDeviceGetPowerUsage(handle) / _MILLI,
            }
        except nvml.NVMLError:  # the GPU is gone, or does not tell
            return {}
