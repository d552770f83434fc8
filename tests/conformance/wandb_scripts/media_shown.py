"""Logs a value of each kind that the UI has a viewer for, twice; the second argument is the run's id."""

import json
import struct
import sys
import wave
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import wandb

project, run_id, clip = sys.argv[1:4]
HOSTILE = "<img src=x onerror='window.hit=1'>"
LABELS = {0: "ground", 1: "dog", 2: "cat"}

with wave.open("tone.wav", "wb") as sound:
    sound.setnchannels(1)
    sound.setsampwidth(2)
    sound.setframerate(8000)
    sound.writeframes(b"".join(struct.pack("<h", (place % 80 - 40) * 400) for place in range(8000)))
Path("cube.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3\nf 1 2 4\n")
Path("face.stl").write_text(
    "solid t\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\nendsolid t\n"
)
Path("water.pdb").write_text(
    "HETATM    1  O   HOH A   1       0.000   0.000   0.000  1.00  0.00           O\n"
    "HETATM    2  H1  HOH A   1       0.757   0.586   0.000  1.00  0.00           H\nEND\n"
)
Path("odd.pts.bin").write_text("x")


def a(name, number, **attributes):
    return {"type": "object", "name": name, "id": f"p{number}", **({"attributes": attributes} if attributes else {})}


line = a("Line", 9, x={"type": "field", "field": "x"}, y={"type": "field", "field": "y"}, line_color="#1f77b4")
data = a("ColumnDataSource", 6, data={"type": "map", "entries": [["x", [0, 1, 2]], ["y", [0, 1, 4]]]})
renderer = a("GlyphRenderer", 5, data_source=data, view=a("CDSView", 7, filter=a("AllIndices", 8)), glyph=line)
ranges = {"x_range": a("DataRange1d", 2), "y_range": a("DataRange1d", 3)}
scales = {"x_scale": a("LinearScale", 4), "y_scale": a("LinearScale", 10)}
document = {"version": "3.10.0", "title": "t", "roots": [a("Figure", 1, renderers=[renderer], **ranges, **scales)]}
Path("media/bokeh").mkdir(parents=True, exist_ok=True)
Path("media/bokeh/figure.bokeh.json").write_text(json.dumps(document))

run = wandb.init(project=project, id=run_id, name=run_id, settings=wandb.Settings(console="off"))
run.save("media/bokeh/figure.bokeh.json", base_path=".", policy="now")
growing = wandb.Table(columns=["step", "value"], log_mode="INCREMENTAL")
box = {"position": {"minX": 0.1, "maxX": 0.5, "minY": 0.1, "maxY": 0.5}, "class_id": 1, "scores": {"score": 0.9}}
weak = {
    "position": {"middle": [30, 20], "width": 8, "height": 8},
    "domain": "pixel",
    "class_id": 2,
    "scores": {"score": 0.2},
}
mask = np.zeros((32, 48), dtype=np.uint8)
mask[4:20, 4:20] = 1
for step in range(2):
    pixels = np.full((32, 48, 3), 40 + 150 * step, dtype=np.uint8)
    picture = wandb.Image(pixels, caption=HOSTILE)
    table = wandb.Table(columns=["id", "picture", "text", "score"])
    for row in range(200):
        cell = wandb.Image(np.full((8, 8, 3), row, dtype=np.uint8), caption=f"cell {row}") if row < 3 else None
        table.add_data(row, cell, HOSTILE if row == 0 else f"text {row}", 1 - row / 200 + step)
    growing.add_data(step, float(step))
    run.log(
        {
            "image": picture,
            "images": [wandb.Image(pixels, caption=f"number {place}") for place in range(5)],
            "detected": wandb.Image(
                pixels,
                boxes={"guess": {"box_data": [box, weak], "class_labels": LABELS}},
                masks={"truth": {"mask_data": mask, "class_labels": LABELS}},
            ),
            "audio": wandb.Audio("tone.wav", caption="a tone"),
            "video": wandb.Video(clip),
            "html": wandb.Html(
                "<b>logged page</b><script>document.body.append('origin ' + window.origin)</script>", inject=False
            ),
            "plotly": wandb.Plotly(go.Figure(data=[go.Scatter(x=[1, 2], y=[3, 4])])),
            "bokeh": {"_type": "bokeh-file", "path": "media/bokeh/figure.bokeh.json"},
            "table": table,
            "growing": growing,
            "weights": wandb.Histogram(np.arange(100) + 10 * step),
            "mesh/obj": wandb.Object3D(open("cube.obj")),
            "mesh/stl": wandb.Object3D(open("face.stl")),
            "cloud": wandb.Object3D(np.random.default_rng(0).random((50, 3))),
            "molecule": wandb.Molecule("water.pdb"),
            "future": {"_type": "from-the-future", "path": "media/bokeh/figure.bokeh.json", "sha256": ""},
            "loss": 1 - step,
        }
    )
spec = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "title": "${string:title}",
    "data": {"name": "wandb"},
    "mark": {"type": "bar"},
    "encoding": {
        "x": {"field": "${field:across}", "type": "ordinal", "title": "by ${string:group}"},
        "y": {"field": "${field:up}", "type": "quantitative"},
        "color": {"field": "${string:group}", "type": "nominal"},
    },
}
own = wandb.Api().create_custom_chart(run.entity, "by-hand", "By hand", "vega2", "private", spec)
points = wandb.Table(columns=["x", "y", "kind"], data=[[place, place * place, "ab"[place % 2]] for place in range(10)])
bars = wandb.Table(columns=["label", "value"], data=[["cat", 3], ["dog", 5]])
run.log(
    {
        "c_line": wandb.plot.line(points, "x", "y", stroke="kind", title="A line"),
        "c_scatter": wandb.plot.scatter(points, "x", "y", title="A scatter"),
        "c_bar": wandb.plot.bar(bars, "label", "value", title="Bars"),
        "c_histogram": wandb.plot.histogram(points, "y", title="A histogram"),
        "c_series": wandb.plot.line_series([0, 1, 2], [[1, 2, 3], [3, 2, 1]], keys=["up", "down"], title="Series"),
        "c_confusion": wandb.plot.confusion_matrix(y_true=[0, 1, 1], preds=[0, 1, 0], class_names=["cat", "dog"]),
        "c_curve": wandb.plot_table(
            "wandb/area-under-curve/v0",
            wandb.Table(columns=["class", "fpr", "tpr"], data=[["cat", 0, 0], ["cat", 0.5, 1], ["cat", 1, 1]]),
            {"x": "fpr", "y": "tpr", "class": "class"},
            {"title": "ROC", "x-axis-title": "False positives", "y-axis-title": "True positives"},
        ),
        "c_own": wandb.plot_table(own, points, {"across": "x", "up": "y"}, {"title": "Made by hand", "group": "kind"}),
        "c_unknown": wandb.plot_table("nobody/nothing", bars, {"x": "label"}, {"title": "?"}),
    }
)
tables = wandb.Artifact("tables", "dataset")
pictures = wandb.Table(
    columns=["id", "picture"],
    data=[[row, wandb.Image(np.full((8, 8, 3), 60 * row, dtype=np.uint8), caption=f"cell {row}")] for row in range(4)],
)
labels = wandb.Table(columns=["id", "label"], data=[[row, f"label {row}"] for row in range(1, 6)])
tables.add(wandb.JoinedTable(pictures, labels, "id"), "joined")
for part in "ab":
    cell = wandb.Image(np.full((8, 8, 3), 120, dtype=np.uint8), caption=f"part {part}")
    tables.add(wandb.Table(columns=["part", "picture"], data=[[part, cell], [part * 2, None]]), f"parts/{part}")
tables.add(wandb.data_types.PartitionedTable(parts_path="parts"), "whole")
run.log_artifact(tables)
run.finish()
print("RESULT", json.dumps({}))
