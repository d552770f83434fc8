import type { ArtifactVersion } from "@/api/artifacts"

type Named = Pick<ArtifactVersion, "entity" | "project" | "collection" | "version" | "type">

/** The name that wandb's functions and commands take. */
export const wandbName = (at: Named): string => `${at.entity}/${at.project}/${at.collection}:${at.version}`

/** A run that uses the version, which is how lineage comes about. */
export function useSnippet(at: Named): string {
  return `import wandb

with wandb.init(project=${text(at.project)}) as run:
    artifact = run.use_artifact(${text(wandbName(at))}, type=${text(at.type)})
    folder = artifact.download()`
}

/** Without a run, and without a trace. */
export function apiSnippet(at: Named): string {
  return `import wandb

artifact = wandb.Api().artifact(${text(wandbName(at))})
folder = artifact.download()`
}

export const commandSnippet = (at: Named): string => `wandb artifact get ${shellWord(wandbName(at))}`

/** The shortest script that fills the page. */
export function logSnippet(entity: string, project: string): string {
  return `import wandb

with wandb.init(entity=${text(entity)}, project=${text(project)}) as run:
    artifact = wandb.Artifact("my-model", type="model")
    artifact.add_file("model.safetensors")
    run.log_artifact(artifact)`
}

/** A JSON string is a Python string. */
const text = (value: string) => JSON.stringify(value)

const shellWord = (value: string) => (/^[\w./:@-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`)
