"""Feedback, costs, threads and media, as a user of the client writes and reads them."""

import json
import sys

import weave

client = weave.init(sys.argv[1])
flush = getattr(client, "flush", None) or client._flush  # its name in old versions


@weave.op
def request(prompt: str) -> dict:
    usage = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
    message = {"role": "assistant", "content": f"echo {prompt}"}
    return {"model": "gpt-x", "usage": usage, "choices": [{"message": message}]}


@weave.op
def agent(prompt: str) -> str:
    return request(prompt)["choices"][0]["message"]["content"]


_, call = agent.call("hi")
flush()
call.feedback.add_reaction("👍🏽")
call.feedback.add_note("nice")
custom = call.feedback.add("quality", {"score": 0.5})
flush()
call = client.get_call(call.id)
rows = sorted((row.feedback_type, dict(row.payload)) for row in call.feedback)
noted = [row.weave_ref.split("/")[-1] == call.id for row in client.get_feedback(reaction="👍🏽")]
call.feedback.purge(custom)
left = sorted(row.feedback_type for row in client.get_call(call.id).feedback)
with_feedback = list(client.get_calls(include_feedback=True, filter={"trace_roots_only": True}))
liked = list(
    client.get_calls(
        query={"$expr": {"$eq": [{"$getField": "feedback.[wandb.reaction.1].payload.detoned"}, {"$literal": "👍"}]}}
    )
)

client.add_cost(llm_id="gpt-x", prompt_token_cost=0.001, completion_token_cost=0.01)
flush()
costs = client.query_costs(llm_ids=["gpt-x"])
(priced,) = client.get_calls(filter={"trace_roots_only": True}, include_costs=True)
client.purge_costs([cost.id for cost in costs])

with weave.thread("talk") as context:
    agent("one")
    agent("two")
flush()
talk = list(client.get_calls(filter={"thread_ids": ["talk"], "trace_roots_only": True}))


@weave.op
def attachment() -> weave.Content:
    return weave.Content.from_bytes(b"%PDF-1.4 x", extension="pdf")


attachment()
flush()
(made,) = attachment.calls()

result = {
    "rows": rows,
    "noted": noted,
    "left": left,
    "in_summary": len(with_feedback[0].summary["weave"]["feedback"]),
    "liked": [found.id == call.id for found in liked],
    "costs": [[cost.llm_id, cost.prompt_token_cost, cost.completion_token_cost] for cost in costs],
    "priced": priced.summary["weave"]["costs"]["gpt-x"]["completion_tokens_total_cost"],
    "purged": len(client.query_costs(llm_ids=["gpt-x"])),
    "thread": [context.thread_id, [call.turn_id == call.id for call in talk]],
    "content": made.output.data.decode(),
}
sys.stdout.write(f"RESULT {json.dumps(result)}\n")
