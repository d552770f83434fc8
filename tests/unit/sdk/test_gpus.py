"""GPUs, with stand-ins for the vendors' libraries, which need a driver: shaped as their references say."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from runlake.sdk.amd_gpus import AmdGpus
from runlake.sdk.nvidia_gpus import NvidiaGpus


class NVMLError(Exception):
    """As pynvml calls its own."""


def nvml() -> SimpleNamespace:
    return SimpleNamespace(
        NVMLError=NVMLError,
        NVML_TEMPERATURE_GPU=0,
        nvmlInit=lambda: None,
        nvmlDeviceGetCount=lambda: 2,
        nvmlDeviceGetHandleByIndex=lambda index: index,
        nvmlDeviceGetUtilizationRates=use_of,
        nvmlDeviceGetMemoryInfo=lambda handle: SimpleNamespace(used=20, total=80),
        nvmlDeviceGetTemperature=lambda handle, sensor: 61,
        nvmlDeviceGetPowerUsage=lambda handle: 250_500,
    )


def use_of(handle: int) -> SimpleNamespace:
    if handle == 1:
        raise NVMLError("fallen off the bus")
    return SimpleNamespace(gpu=97, memory=40)


def amd(power: dict[str, Any]) -> SimpleNamespace:
    def refuse(*_: object) -> None:
        raise RuntimeError("not supported")

    return SimpleNamespace(
        AmdSmiTemperatureType=SimpleNamespace(HOTSPOT=1),
        AmdSmiTemperatureMetric=SimpleNamespace(CURRENT=0),
        amdsmi_init=lambda: None,
        amdsmi_get_processor_handles=lambda: ["one"],
        amdsmi_get_gpu_activity=lambda handle: {"gfx_activity": 97, "umc_activity": "N/A", "mm_activity": "N/A"},
        amdsmi_get_gpu_vram_usage=lambda handle: {"vram_used": 16_384, "vram_total": 65_536},
        amdsmi_get_temp_metric=refuse,
        amdsmi_get_power_info=lambda handle: power,
    )


def test_gpus_of_nvidia(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", nvml())
    names = {"gpu": 97, "memory": 40, "memoryAllocated": 25, "temp": 61, "powerWatts": 250.5}
    assert NvidiaGpus.find().sample() == {f"system.gpu.0.{name}": value for name, value in names.items()}


@pytest.mark.parametrize(
    "power",
    [
        {"current_socket_power": 412, "average_socket_power": "N/A"},
        {"current_socket_power": "N/A", "average_socket_power": 412},
    ],
)
def test_gpus_of_amd_tell_what_they_can(monkeypatch: pytest.MonkeyPatch, power: dict[str, Any]) -> None:
    monkeypatch.setitem(sys.modules, "amdsmi", amd(power))
    names = {"gpu": 97, "memoryAllocated": 25, "powerWatts": 412}
    assert AmdGpus.find().sample() == {f"system.gpu.0.{name}": value for name, value in names.items()}


def test_a_machine_without_drivers_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    monkeypatch.setitem(sys.modules, "amdsmi", SimpleNamespace())
    assert NvidiaGpus.find().sample() == AmdGpus.find().sample() == {}
