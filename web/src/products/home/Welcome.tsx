import { useMutation } from "@tanstack/react-query"
import { api } from "@/api"
import { exportLines, firstRunScript } from "@/lib/snippets"
import { Button } from "@/ui/Button"
import { EmptyState, Snippet } from "@/ui/EmptyState"
import { NewProjectButton } from "./NewProjectButton"

/** A server without projects, or a project without runs: the lines that fill it, with the real address and a real key. */
export function Welcome({ entity, project }: { entity: string; project?: string }) {
  const create = useMutation({ mutationFn: () => api.createKey("first run") })
  const secret = create.data?.secret
  return (
    <EmptyState
      icon="chart"
      title={project ? "No runs yet" : "Welcome to Runlake"}
      text="Any script that uses wandb logs here. Point it at this server, then train."
    >
      <div className="w-full space-y-3 text-left">
        <h3 className="flex h-7 items-center justify-between font-medium">
          1. In the shell
          {!secret && (
            <Button size="sm" icon="key" disabled={create.isPending} onClick={() => create.mutate()}>
              Create a key and fill it in
            </Button>
          )}
        </h3>
        <Snippet code={`pip install wandb\n${exportLines(window.location.origin, secret ?? "<your key>")}`} />
        {secret && (
          <p className="text-sm text-warn">The key is shown this once. It is named “first run” in the settings.</p>
        )}
        <h3 className="pt-2 font-medium">2. In Python</h3>
        <Snippet code={firstRunScript(entity, project ?? "hello")} />
        <p className="text-ink-3 text-sm">The run appears here by itself, while it trains.</p>
        {!project && (
          <div className="pt-2">
            <NewProjectButton entity={entity} />
          </div>
        )}
      </div>
    </EmptyState>
  )
}
