/** What makes an evaluation that these pages show. */
export function evaluateLines(origin: string, entity: string, project: string): string {
  return `export WANDB_BASE_URL=${origin}
export WF_TRACE_SERVER_URL=${origin}/traces

import weave
weave.init("${entity}/${project}")
logger = weave.EvaluationLogger(model="my-model", dataset="my-rows")
prediction = logger.log_prediction(inputs={"q": "1 + 1"}, output="2")
prediction.log_score("correct", True)
prediction.finish()
logger.log_summary()`
}
