/** The two lines that point any wandb script at this server. */
export function exportLines(origin: string, apiKey: string): string {
  return `export WANDB_BASE_URL=${origin}\nexport WANDB_API_KEY=${apiKey}`
}

/** The shortest script that fills a project. */
export function firstRunScript(entity: string, project: string): string {
  return `import wandb

run = wandb.init(entity="${entity}", project="${project}")
for step in range(100):
    run.log({"train/loss": 1 / (step + 1)})
run.finish()`
}
