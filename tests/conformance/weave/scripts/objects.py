"""Objects, data sets, prompts, models and pictures are published, read back, versioned and deleted."""

import json
import os
import sys
import urllib.request

import weave
from PIL import Image

client = weave.init(sys.argv[1])
flush = getattr(client, "flush", None) or client._flush  # its name in old versions


def uri(ref) -> str:
    """A method in old versions, a property in new ones."""
    return ref.uri() if callable(ref.uri) else ref.uri


def refused(name: str) -> bool:
    """Whether there is no such version."""
    try:
        weave.ref(name).get()
    except Exception:  # noqa: BLE001 - which class it is differs between versions
        return True
    return False


class Doubler(weave.Model):
    factor: int

    @weave.op
    def predict(self, x: int) -> int:
        return self.factor * x


first = weave.publish({"a": 1, "b": [1, 2.5, None, True, "é"], "big": 2**70}, name="My Cfg!")
second = weave.publish({"a": 2}, name="My Cfg!")
again = weave.publish({"a": 2}, name="My Cfg!")
rows = [{"id": number, "text": f"row {number}", "nested": {"n": number / 2}} for number in range(250)]
dataset = weave.publish(weave.Dataset(name="qa", rows=rows))
prompt = weave.publish(weave.StringPrompt("hello {name}"), name="greeting")
model = weave.publish(Doubler(name="doubler", factor=3))
picture = weave.publish({"picture": Image.new("RGB", (3, 2), (255, 0, 0))}, name="picture")
flush()

read = weave.ref(uri(dataset)).get()
kept = list(read.rows)


@weave.op
def add(x: int, y: int) -> int:
    return x + y


_, call = add.call(1, y=2)
flush()


def grown_by_the_call(name: str) -> list:
    """The rows of a data set after a person has added the call to it on the page."""
    entity, project = client.entity, client.project
    path = f"/api/v1/projects/{entity}/{project}/datasets/{name}/rows"
    body = {"spans": [{"trace_id": call.trace_id, "span_id": call.id}], "input_as": "members"}
    headers = {"Authorization": f"Bearer {os.environ['WANDB_API_KEY']}", "Content-Type": "application/json"}
    request = urllib.request.Request(os.environ["WANDB_BASE_URL"] + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return list(weave.ref(json.load(answer)["ref"]).get().rows)


more = grown_by_the_call("qa")
new = grown_by_the_call("from-calls")
gone = weave.publish({"gone": True}, name="gone")
flush()
client.delete_object_version(gone)

found = weave.ref(uri(first)).get()
result = {
    "first": [found["a"], list(found["b"]), found["big"] == 2**70],
    "latest": weave.ref("My-Cfg:latest").get()["a"],
    "v0": weave.ref("My-Cfg:v0").get()["a"],
    "same": second.digest == again.digest,
    "rows": [len(kept), kept[249]["text"], kept[100]["nested"]["n"]],
    "row": weave.ref(uri(kept[3].ref)).get()["text"] if hasattr(kept[3], "ref") else "row 3",
    "grown": [len(more), more[249]["text"], more[250]["output"]],
    "from_calls": [[row["x"], row["y"], row["output"], row["span_id"] == call.id] for row in new],
    "prompt": weave.ref(uri(prompt)).get().format(name="you"),
    "model": weave.ref(uri(model)).get().predict(14),
    "picture": list(weave.ref(uri(picture)).get()["picture"].getpixel((1, 1))),
    "missing": refused("nothing-here:v0"),
    "deleted": refused(uri(gone)),
}
sys.stdout.write(f"RESULT {json.dumps(result)}\n")
