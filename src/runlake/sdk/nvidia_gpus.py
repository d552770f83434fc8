"""NVIDIA's GPUs, through its own management library where that is installed (`nvidia-ml-py`)."""

from collections.abc import Mapping
from typing import Any

from runlake.sdk.gpus import Gpus
from runlake.sdk.loading import importing

_MILLI = 1000


class NvidiaGpus(Gpus):
    """NVIDIA's."""

    @classmethod
    def _opened(cls) -> tuple[Any, list[Any]]:
        with importing:
            import pynvml

        pynvml.nvmlInit()
        count = pynvml.nvmlDeviceGetCount()
        return pynvml, [pynvml.nvmlDeviceGetHandleByIndex(index) for index in range(count)]

    def _readings(self, handle: Any) -> Mapping[str, float]:
        nvml = self._library
        try:
            use, memory = nvml.nvmlDeviceGetUtilizationRates(handle), nvml.nvmlDeviceGetMemoryInfo(handle)
            return {
                "gpu": use.gpu,
                "memory": use.memory,
                "memoryAllocated": 100 * memory.used / memory.total,
                "temp": nvml.nvmlDeviceGetTemperature(handle, nvml.NVML_TEMPERATURE_GPU),
                "powerWatts": nvml.nvmlDeviceGetPowerUsage(handle) / _MILLI,
            }
        except nvml.NVMLError:  # the GPU is gone, or does not tell
            return {}
