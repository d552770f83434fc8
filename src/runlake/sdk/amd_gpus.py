"""AMD's GPUs, through ROCm's own management library where that is installed (`amdsmi`).

Source: the Python reference of AMD SMI, release 7. What a GPU does not tell is the text "N/A", or an error.
"""

from collections.abc import Callable, Mapping
from typing import Any

from runlake.sdk.gpus import Gpus
from runlake.sdk.loading import importing


class AmdGpus(Gpus):
    """AMD's, under the names that NVIDIA's have."""

    @classmethod
    def _opened(cls) -> tuple[Any, list[Any]]:
        with importing:
            import amdsmi

        amdsmi.amdsmi_init()
        return amdsmi, list(amdsmi.amdsmi_get_processor_handles())

    def _readings(self, handle: Any) -> Mapping[str, float]:
        told = {name: _told(read) for name, read in self._sensors(handle).items()}
        return {name: value for name, value in told.items() if value is not None}

    def _sensors(self, handle: Any) -> dict[str, Callable[[], Any]]:
        smi = self._library
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
