/** What a person copies to begin: the shortest sweep that shows a curve. */
export const EXAMPLE_CONFIG = `program: train.py
method: bayes
metric:
  name: val/loss
  goal: minimize
parameters:
  lr:
    distribution: log_uniform_values
    min: 0.00001
    max: 0.1
  batch_size:
    values: [16, 32, 64]
  optimizer:
    values: [adam, sgd]
run_cap: 50
`

export const agentCommand = (entity: string, project: string, sweepId: string) =>
  `wandb agent ${entity}/${project}/${sweepId}`

/** From nothing to a running search, on any machine that can reach this server. */
export function firstSweep(origin: string, entity: string, project: string): string {
  return `export WANDB_BASE_URL=${origin}
cat > sweep.yaml <<'EOF'
${EXAMPLE_CONFIG}EOF
wandb sweep --entity ${entity} --project ${project} sweep.yaml
${agentCommand(entity, project, "<sweep id>")}`
}
