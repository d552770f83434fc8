import type { ObjectKind } from "@/api/objects"

/** Kinds in the order in which people look for them. */
export const KINDS: readonly { value: ObjectKind; label: string; one: string }[] = [
  { value: "prompt", label: "Prompts", one: "Prompt" },
  { value: "model", label: "Models", one: "Model" },
  { value: "scorer", label: "Scorers", one: "Scorer" },
  { value: "dataset", label: "Data sets", one: "Data set" },
  { value: "evaluation", label: "Evaluations", one: "Evaluation" },
  { value: "leaderboard", label: "Leaderboards", one: "Leaderboard" },
  { value: "op", label: "Code", one: "Code" },
  { value: "object", label: "Others", one: "Object" },
]

export const nameOfKind = (kind: ObjectKind) => KINDS.find(({ value }) => value === kind)?.one ?? kind

/** What publishes something that these pages show. */
export function publishLines(origin: string, entity: string, project: string): string {
  return `export WANDB_BASE_URL=${origin}
export WF_TRACE_SERVER_URL=${origin}/traces

import weave
weave.init("${entity}/${project}")
weave.publish(weave.StringPrompt("Answer in one word."), name="brief")`
}
