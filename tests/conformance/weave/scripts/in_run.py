"""A call inside of a wandb run names the run. Only beside versions of weave that come with wandb."""

import json
import sys

import weave

result = "no wandb here"
client = weave.init(sys.argv[1])
flush = getattr(client, "flush", None) or client._flush  # its name in old versions


@weave.op
def work(x: int) -> int:
    return x


try:
    import wandb
except ImportError:
    work(1)
    flush()
else:
    with wandb.init(project=sys.argv[1].split("/")[-1], id="maker", settings=wandb.Settings(console="off")) as run:
        run.log({"loss": 1})
        work(1)
        flush()
    (call,) = work.calls()
    result = client.get_calls(filter={"wb_run_ids": [f"{run.entity}/{run.project}/maker"]})[0].id == call.id
sys.stdout.write(f"RESULT {json.dumps(result)}\n")
