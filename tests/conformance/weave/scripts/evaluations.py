"""Evaluations of both kinds run, are stored and are read back, with scores as feedback and in a leaderboard."""

import asyncio
import json
import sys

import weave
from weave.flow import leaderboard

client = weave.init(sys.argv[1])
flush = getattr(client, "flush", None) or client._flush  # its name in old versions


def uri(ref) -> str:
    """A method in old versions, a property in new ones."""
    return ref.uri() if callable(ref.uri) else ref.uri


def op_name(call) -> str:
    return str(call.op_name).split("/op/")[1].split(":")[0]


class Adds(weave.Model):
    bonus: int

    @weave.op
    def predict(self, a: int, b: int) -> int:
        if a == 9:
            raise ValueError("nine")
        return a + b + self.bonus


@weave.op
def exact(expected: int, output: int) -> dict:
    return {"correct": expected == output}


rows = [{"a": 1, "b": 1, "expected": 2}, {"a": 2, "b": 2, "expected": 5}, {"a": 9, "b": 0, "expected": 9}]
dataset = weave.Dataset(name="sums", rows=rows)
evaluation = weave.Evaluation(name="adding", dataset=dataset, scorers=[exact])
summary = asyncio.run(evaluation.evaluate(Adds(name="adds", bonus=0)))
flush()

calls = list(client.get_calls())
names = [op_name(call) for call in calls]
by_name = dict(zip(names, calls, strict=True))
predicted = next(call for call in calls if op_name(call) == "Adds.predict" and call.exception is None)
scores = [row.feedback_type for row in predicted.feedback]

board = leaderboard.Leaderboard(
    name="best",
    description="of all",
    columns=[
        leaderboard.LeaderboardColumn(
            evaluation_object_ref=uri(weave.publish(evaluation)),
            scorer_name="exact",
            summary_metric_path="correct.true_fraction",
        )
    ],
)
ref = weave.publish(board)
flush()
results = leaderboard.get_leaderboard_results(board, client)

logger = weave.EvaluationLogger(model="m1", dataset="d1")
for question, answer in (("a", "b"), ("c", "d")):
    prediction = logger.log_prediction(inputs={"q": question}, output=answer)
    prediction.log_score(scorer="ok", score=answer == "b")
    prediction.finish()
logger.log_summary({"extra": 1})
flush()
outputs = [call.output for call in client.get_calls() if op_name(call) == "Evaluation.evaluate"]
(logged,) = [output for output in outputs if "ok" in output]

result = {
    "summary": summary["exact"],
    "stored": dict(by_name["Evaluation.evaluate"].output["exact"]["correct"]),
    "names": sorted(names),
    "errors": [call.summary["weave"]["status"] for call in calls if call.exception],
    "scores": scores,
    "board": [[str(result.model_ref).split("/")[-1].split(":")[0], len(result.column_scores)] for result in results],
    "column": results[0].column_scores[0].scores[0].value,
    "logged": {"ok": dict(logged["ok"]), "output": dict(logged["output"])},
}
sys.stdout.write(f"RESULT {json.dumps(result)}\n")
