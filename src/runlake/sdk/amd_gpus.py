"""AMD's GPUs, through ROCm's own management library where that is installed (`amdsmi`).

Source: the Python reference of AMD SMI, release 7. What a GPU does not tell is the text "N/A", or an error.
"""

from collections.abc import Callable
from typing import Any

from runlake.sdk.loading import importing


class AmdGpus:
    """The GPUs of this machine; none when the library or the driver is missing."""

    def __init__(self, smi: Any, handles: list[Any]) -> None:
        self._smi = smi
        self._handles = handles

    @classmethod
    def find(cls) -> "AmdGpus":
        """Look once."""
        try:
            with importing:
                import amdsmi

            amdsmi.amdsmi_init()
            return cls(amdsmi, list(amdsmi.amdsmi_get_processor_handles()))
        except Exception:  # noqa: BLE001 - a missing library, a missing driver, a driver of another release
            return cls(None, [])

    def __len__(self) -> int:
        return len(self._handles)

    def sample(self) -> dict[str, float]:
        """Name → value of every GPU, as NVIDIA's are named: use and memory in percent, degrees Celsius, watts."""
        values: dict[str, float] = {}
        for index, handle in enumerate(self._handles):
            for name, read in self._readings(handle).items():
                value = _told(read)
                if value is not None:
                    values[f"system.gpu.{index}.{name}"] = value
        return values

    def _readings(self, handle: Any) -> dict[str, Callable[[], Any]]:
        smi = self._smi
        return {
            "gpu": lambda: smi.amdsmi_get_gpu_activity(handle)["gfx_activity"],
            "memory": lambda: smi.amdsmi_get_gpu_activity(handle)["umc_activity"],
            "memoryAllocated": lambda: _share(smi.amdsmi_get_gpu_vram_usage(handle)),
            "temp": lambda: smi.amdsmi_get_temp_metric(
                handle, smi.AmdSmiTemperatureType.HOTSPOT, smi.AmdSmiTemperatureMetric.CURRENT
            ),
            "powerWatts": lambda: _power(smi.amdsmi_get_power_info(handle)),
        }


def _told(read: Callable[[], Any]) -> float | None:
    try:
        value = read()
    except Exception:  # noqa: BLE001 - the library's errors have no common base; this GPU has no such sensor, or is gone
        return None
    return float(value) if isinstance(value, int | float) else None


def _share(vram: dict[str, Any]) -> float:
    return 100 * float(vram["vram_used"]) / float(vram["vram_total"])


def _power(power: dict[str, Any]) -> Any:
    """Newer GPUs tell the current power, older ones a mean."""
    now = power["current_socket_power"]
    return now if isinstance(now, int | float) else power["average_socket_power"]
