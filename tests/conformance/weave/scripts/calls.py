"""Operations are traced, found again in every way that the client offers, renamed and deleted."""

import contextlib
import json
import sys

import weave

client = weave.init(sys.argv[1])
flush = getattr(client, "flush", None) or client._flush  # its name in old versions


@weave.op
def inner(x: int) -> int:
    return x * 2


@weave.op
def outer(x: int) -> dict:
    return {"y": inner(x) + 1}


@weave.op
def fails(x: int) -> None:
    raise ValueError("no " + str(x))


for number in range(3):
    with weave.attributes({"env": "prod" if number else "dev"}):
        outer(number)
with contextlib.suppress(ValueError):
    fails(7)
flush()

calls = list(client.get_calls())
roots = list(client.get_calls(filter={"trace_roots_only": True}))
of_outer = list(outer.calls())
above = list(client.get_calls(query={"$expr": {"$gt": [{"$getField": "inputs.x"}, {"$literal": 1}]}}))
newest = list(client.get_calls(sort_by=[{"field": "started_at", "direction": "desc"}], limit=2))
root = of_outer[1]
children = list(root.children())
(failed,) = fails.calls()

named, call = outer.call(9)
call.set_display_name("nine")
flush()
shown = client.get_call(call.id).display_name
gone = of_outer[0]
client.delete_calls([gone.id])
flush()

result = {
    "calls": len(calls),
    "roots": [str(found.op_name).split("/op/")[1].split(":")[0] for found in roots],
    "outer": [[dict(found.inputs), found.output] for found in of_outer],
    "above": sorted(str(found.op_name).split("/op/")[1].split(":")[0] for found in above),
    "newest": [str(found.op_name).split("/op/")[1].split(":")[0] for found in newest],
    "children": [[dict(found.inputs), found.output] for found in children],
    "parent": children[0].parent_id == root.id,
    "failed": [failed.exception is not None, failed.summary["weave"]["status"]],
    "status": root.summary["weave"]["status"],
    "env": root.attributes["env"],
    "shown": shown,
    "left": len(list(client.get_calls())),
    "code": inner.ref.get()(21),
}
sys.stdout.write(f"RESULT {json.dumps(result)}\n")
