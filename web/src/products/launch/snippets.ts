/** The commands that fill and serve a queue. */

/** The project that keeps the queues of an entity, for wandb's commands. */
export const QUEUES_OF_COMMANDS = "model-registry"

export const agentCommand = (entity: string, queue: string) => `wandb launch-agent --entity ${entity} --queue ${queue}`

/** wandb's commands look in one project of an entity unless they are told otherwise. */
export function launchCommand(entity: string, project: string, queue: string): string {
  const place = project === QUEUES_OF_COMMANDS ? "" : ` --project-queue ${project}`
  return `wandb launch --entity ${entity} --queue ${queue}${place} --job ${entity}/<project>/<job>:latest`
}

/** The folder one is in becomes a job. */
export const createJob = (origin: string, entity: string, project: string) => `export WANDB_BASE_URL=${origin}
wandb job create --entity ${entity} --project ${project} --name train \\
  --entry-point "python train.py" code .`

/** From nothing to a run that an agent started. */
export function firstLaunch(origin: string, entity: string, project: string): string {
  return `${createJob(origin, entity, project)}
wandb launch --entity ${entity} --project ${project} --queue default \\
  --job ${entity}/${project}/train:latest
${agentCommand(entity, "default")}`
}

/** Whether the queues of wandb's commands are kept here. */
export const keepsQueues = (project: string) => project === QUEUES_OF_COMMANDS

export const PRIORITIES = ["critical", "high", "medium", "low"]
