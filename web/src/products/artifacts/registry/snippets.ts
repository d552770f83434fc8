import type { Registry } from "@/api/registries"

type Named = Pick<Registry, "organization" | "project">

/** A JSON string is a Python string. */
const text = (value: string) => JSON.stringify(value)

/** The shortest script that puts a version into a registry. */
export function linkSnippet({ organization, project }: Named, collection = "my-model"): string {
  const target = `${organization}/${project}/${collection}`
  return `import wandb

with wandb.init(project="my-project") as run:
    artifact = wandb.Artifact("my-model", type="model")
    artifact.add_file("model.safetensors")
    run.log_artifact(artifact)
    target = ${text(target)}
    run.link_artifact(artifact, target, aliases=["staging"])`
}

/** A run that uses what the alias names at that time. */
export function registeredSnippet({ organization, project }: Named, collection: string, alias: string): string {
  return `import wandb

with wandb.init(project="my-project") as run:
    artifact = run.use_artifact(${text(`${organization}/${project}/${collection}:${alias}`)})
    folder = artifact.download()`
}

export function createSnippet(organization: string): string {
  return `import wandb

wandb.Api().create_registry(${text("models")}, visibility="organization", organization=${text(organization)})`
}
