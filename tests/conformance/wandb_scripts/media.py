"""Logs every kind of media, and files."""

import json
import struct
import sys
import wave
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import wandb

project = sys.argv[1]
Path("saved").mkdir(exist_ok=True)
Path("saved/my file ü%.txt").write_text("saved text")
Path("saved/empty.bin").write_bytes(b"")
Path("clip.gif").write_bytes(
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
Path("thing.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
Path("thing.pdb").write_text("ATOM      1  N   ALA A   1      11.104   6.134  -6.504  1.00  0.00           N\nEND\n")
with wave.open("tone.wav", "wb") as sound:
    sound.setnchannels(1)
    sound.setsampwidth(2)
    sound.setframerate(8000)
    sound.writeframes(struct.pack("<80h", *range(80)))

run = wandb.init(project=project, id="media", settings=wandb.Settings(console="off"))
pixels = np.zeros((8, 8, 3), dtype=np.uint8)
for step in range(2):
    run.log(
        {
            "image": wandb.Image(pixels, caption="black"),
            "images": [wandb.Image(pixels), wandb.Image(pixels + 255)],
            "boxed": wandb.Image(
                pixels,
                boxes={
                    "predictions": {
                        "box_data": [{"position": {"minX": 0, "maxX": 1, "minY": 0, "maxY": 1}, "class_id": 1}],
                        "class_labels": {1: "cat"},
                    }
                },
                masks={"truth": {"mask_data": np.ones((8, 8), dtype=np.uint8), "class_labels": {1: "cat"}}},
            ),
            "table": wandb.Table(columns=["a", "b"], data=[[1, "x"], [2, "y"]]),
            "histogram": wandb.Histogram(np.arange(100)),
            "array": np.arange(1000),
            "html": wandb.Html("<b>hello</b>", inject=False),
            "audio": wandb.Audio("tone.wav"),
            "video": wandb.Video("clip.gif"),
            "plotly": wandb.Plotly(go.Figure(data=[go.Scatter(x=[1, 2], y=[3, 4])])),
            "object": wandb.Object3D(open("thing.obj")),
            "cloud": wandb.Object3D(np.zeros((4, 3))),
            "molecule": wandb.Molecule("thing.pdb"),
            "loss": 1 - step,
        }
    )
run.log({"chart": wandb.plot.line(wandb.Table(columns=["x", "y"], data=[[0, 0], [1, 1]]), "x", "y", title="t")})
run.save("saved/*", base_path=".", policy="now")
run.finish()
print("RESULT", json.dumps({}))
