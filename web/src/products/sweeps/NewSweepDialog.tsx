import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { type FormEvent, type KeyboardEvent, useState } from "react"
import { errorMessage, sweepsApi, sweepsKey } from "@/api"
import { modKey } from "@/lib/keyboard"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, TextArea } from "@/ui/Input"
import { EXAMPLE_CONFIG } from "./snippets"

interface NewSweepDialogProps {
  entity: string
  project: string
  onClose: () => void
}

/** A sweep from its configuration; the server says what is wrong with it. */
export function NewSweepDialog({ entity, project, onClose }: NewSweepDialogProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [config, setConfig] = useState(EXAMPLE_CONFIG)
  const create = useMutation({
    mutationFn: () => sweepsApi.create(entity, project, config),
    meta: { ownErrors: true },
    onSuccess: async (sweep) => {
      void client.invalidateQueries({ queryKey: sweepsKey(entity, project) })
      await navigate({ to: "/$entity/$project/sweeps/$sweep", params: { entity, project, sweep: sweep.sweep_id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) create.mutate()
    else if (event.key === "Enter") indentNewLine(event, setConfig)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="New sweep"
      description="The configuration that wandb takes, as YAML: the method, the metric, and what to try for each parameter."
      className="w-[min(680px,calc(100vw-24px))]"
    >
      <form onSubmit={submit} className="space-y-4">
        <Field label="Configuration" error={create.error ? errorMessage(create.error) : undefined}>
          <TextArea
            required
            autoFocus
            rows={18}
            spellCheck={false}
            aria-invalid={create.isError}
            value={config}
            onChange={(event) => {
              setConfig(event.target.value)
              if (create.error) create.reset()
            }}
            onKeyDown={press}
            className="resize-y whitespace-pre font-mono text-sm leading-relaxed"
          />
        </Field>
        <div className="flex items-center justify-end gap-2">
          <span className="mr-auto text-ink-3 text-xs">{modKey} Enter creates it</span>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={create.isPending || config.trim() === ""}>
            Create sweep
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** A new line begins where the one before it does; Tab is left to go on to the next field. */
function indentNewLine(event: KeyboardEvent<HTMLTextAreaElement>, onText: (text: string) => void): void {
  const area = event.currentTarget
  const indent = indentAfter(area.value.slice(0, area.selectionStart))
  if (!indent) return
  event.preventDefault()
  area.setRangeText(`\n${indent}`, area.selectionStart, area.selectionEnd, "end")
  onText(area.value)
}

/** The blanks that the next line begins with: those of this line, and two more after a colon. */
export function indentAfter(before: string): string {
  const line = before.slice(before.lastIndexOf("\n") + 1)
  const blanks = /^ */.exec(line)?.[0] ?? ""
  return /:\s*$/.test(line) ? `${blanks}  ` : blanks
}
