"""Folders as other trackers write them."""

import struct
from pathlib import Path
from typing import Any
from zlib import crc32

from wandb.proto import wandb_internal_pb2

from runlake.sdk.importing.crc32c import masked_crc32c

pb: Any = wandb_internal_pb2


def field(number: int, value: bytes | int | float | str, *, single: bool = False) -> bytes:
    """A field of a protobuf message."""
    if isinstance(value, float):
        return _varint(number << 3 | (5 if single else 1)) + struct.pack("<f" if single else "<d", value)
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value % 2**64)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    found = b""
    while value >= 0x80:
        found += bytes((value & 0x7F | 0x80,))
        value >>= 7
    return found + bytes((value,))


def write_events(folder: Path, events: list[bytes], *, cut: int = 0) -> None:
    """An event file of TensorBoard; its last `cut` bytes are missing."""
    folder.mkdir(parents=True, exist_ok=True)
    records = b"".join(event_record(event) for event in events)
    (folder / "events.out.tfevents.1700000000.host").write_bytes(records[: len(records) - cut])


def event_record(content: bytes) -> bytes:
    """A record of an event file: length and content, each with its checksum."""
    length = struct.pack("<Q", len(content))
    return length + _checksum(length) + content + _checksum(content)


def _checksum(content: bytes) -> bytes:
    return struct.pack("<I", masked_crc32c(content))


def event(seconds: float, step: int, *values: bytes) -> bytes:
    """An event with values."""
    return field(1, seconds) + field(2, step) + field(5, b"".join(field(1, value) for value in values))


def scalar(tag: str, number: float) -> bytes:
    """A value as `SummaryWriter.add_scalar` of PyTorch writes it."""
    return field(1, tag) + field(2, number, single=True)


def scalar_of_2(tag: str, number: float) -> bytes:
    """The same as TensorFlow 2 writes it: a tensor of its plugin."""
    tensor = field(1, 1) + field(4, struct.pack("<f", number))
    return field(1, tag) + field(8, tensor) + field(9, field(1, field(1, "scalars")))


def tensorboard_folder(root: Path) -> Path:
    """Two runs: one of PyTorch with a picture and hyperparameters, one of TensorFlow that was killed while it wrote."""
    image = field(1, "sample") + field(4, field(4, b"\x89PNG\r\n\x1a\n"))
    hparams = field(3, field(1, field(1, "lr") + field(2, field(2, 0.1))))
    told = field(1, "_hparams_/session_start_info") + field(9, field(1, field(1, "hparams") + field(2, hparams)))
    histogram = field(1, "weights") + field(5, field(1, 0.5))
    first = [event(1.7e9, 0, told)]
    first += [event(1.7e9 + step, step, scalar(tag, step / 2)) for step in range(3) for tag in ("loss", "acc")]
    write_events(root / "one", [*first, event(1.7e9 + 9, 3, image, histogram)])
    write_events(root / "two", [event(1.6e9, step, scalar_of_2("loss", 2.0**step)) for step in range(3)], cut=3)
    return root


def mlflow_folder(root: Path) -> Path:
    """An experiment with a run, and one that was deleted."""
    for run_id, stage in (("abc123", "active"), ("def456", "deleted")):
        run = root / "1" / run_id
        for folder in ("params", "tags", "metrics/val", "artifacts/model"):
            (run / folder).mkdir(parents=True)
        meta = ("end_time: 1700000100000", f"lifecycle_stage: {stage}", f"run_id: {run_id}", "run_name: calm-fox")
        (run / "meta.yaml").write_text("\n".join([*meta, "start_time: 1700000000000", "status: 3", "user_id: me"]))
        for name, text in (("lr", "0.1"), ("depth", "3"), ("opt", "adam")):
            (run / "params" / name).write_text(text)
        (run / "tags" / "mlflow.note.content").write_text("noted")
        (run / "tags" / "stage").write_text("dev")
        (run / "metrics" / "loss").write_text("1700000001000 1.0 0\n1700000002000 0.5 1\n1700000002000 nan 1\n")
        (run / "metrics" / "val" / "acc").write_text("1700000002000 0.9 1\n")
        (run / "artifacts" / "model" / "weights.bin").write_bytes(b"weights")
    (root / "1" / "meta.yaml").write_text("experiment_id: '1'\nname: exp one\n")
    return root


def leveldb_log(records: list[bytes]) -> bytes:
    """Records in blocks of 32 KiB, behind the seven bytes that wandb's files begin with."""
    found = bytearray(b":W&B" + struct.pack("<HB", 0xBEE1, 0))
    for record in records:
        begins = True
        while record or begins:
            left = 32_768 - len(found) % 32_768
            if left < 7:
                found += bytes(left)
                continue
            part, record = record[: left - 7], record[left - 7 :]
            kind = (1 if begins else 4) if not record else (2 if begins else 3)
            found += struct.pack("<IHB", crc32(part, crc32(bytes((kind,)))), len(part), kind) + part
            begins = False
    return bytes(found)


def wandb_folder(root: Path) -> Path:
    """A run as wandb's own writer keeps it."""
    folder = root / "offline-run-20260101_000000-w1"
    (folder / "files" / "media" / "images").mkdir(parents=True)
    (folder / "files" / "media" / "images" / "a.png").write_bytes(b"\x89PNG")
    (folder / "files" / "requirements.txt").write_text("numpy==2\n")
    records = []
    run = pb.RunRecord(run_id="w1", project="proj", display_name="happy", tags=["x"], notes="nn")
    run.start_time.FromSeconds(1_700_000_000)
    run.config.update.add(key="lr", value_json="0.1")
    records.append(pb.Record(run=run))
    for step in range(3):
        history = pb.HistoryRecord(step=pb.HistoryStep(num=step))
        history.item.add(nested_key=["loss"], value_json=str(step / 2) if step else "NaN")
        history.item.add(nested_key=["deep", "acc"], value_json="1")
        history.item.add(nested_key=["_timestamp"], value_json=str(1_700_000_000.5 + step))
        records.append(pb.Record(history=history))
    picture = pb.HistoryRecord(step=pb.HistoryStep(num=3))
    for name, text in (("_type", '"image-file"'), ("path", '"media/images/a.png"')):
        picture.item.add(nested_key=["img", name], value_json=text)
    picture.item.add(key="long", value_json='"' + "x" * 70_000 + '"')  # over several blocks of the file
    records.append(pb.Record(history=picture))
    records.append(pb.Record(output_raw=pb.OutputRawRecord(output_type=1, line="10%\r20%\nhel")))
    records.append(pb.Record(output_raw=pb.OutputRawRecord(output_type=1, line="lo\n")))
    records.append(pb.Record(artifact=pb.ArtifactRecord(name="model")))
    stats = pb.StatsRecord(item=[pb.StatsItem(key="cpu", value_json="12.5")])
    stats.timestamp.FromSeconds(1_700_000_002)
    records.append(pb.Record(stats=stats))
    summary = pb.SummaryRecord()
    for name, text in (("best", "3"), ("loss", "1")):
        summary.update.add(nested_key=[name], value_json=text)
    records.append(pb.Record(summary=summary))
    records.append(pb.Record(exit=pb.RunExitRecord(exit_code=0, runtime=7)))
    contents = [record.SerializeToString() for record in records]
    (folder / "run-w1.wandb").write_bytes(leveldb_log(contents))
    return root
