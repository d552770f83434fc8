import type { Integration } from "@/api/automations"
import { Button } from "@/ui/Button"
import { Field, Input, TextArea } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { useUrlState } from "@/ui/useUrlState"
import type { Draft } from "./draft"
import { VARIABLES } from "./snippets"

interface ActionFieldsProps {
  draft: Draft
  of: keyof typeof VARIABLES
  integrations: Integration[]
  change: (part: Partial<Draft>) => void
}

const ACTIONS = [
  { value: "webhook", label: "Call a webhook" },
  { value: "notification", label: "Send a message" },
  { value: "nothing", label: "Do nothing" },
] as const
const NOWHERE = { value: "nowhere", label: "Choose where to…" }
const SEVERITIES = [
  { value: "INFO", label: "Info" },
  { value: "WARN", label: "Warning" },
  { value: "ERROR", label: "Error" },
] as const

/** What is done: where it goes, and what it says. */
export function ActionFields({ draft, of, integrations, change }: ActionFieldsProps) {
  const fitting = integrations.filter((one) => draft.action !== "webhook" || one.kind === "webhook")
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Select label="Action" value={draft.action} options={ACTIONS} onChange={(action) => change({ action })} />
        {draft.action !== "nothing" && fitting.length > 0 && (
          <Select
            label="Send to"
            value={draft.integration || NOWHERE.value}
            options={[
              ...(draft.integration ? [] : [NOWHERE]),
              ...fitting.map((one) => ({ value: String(one.integration_id), label: one.name, hint: one.kind })),
            ]}
            onChange={(integration) => change({ integration })}
          />
        )}
        {draft.action === "notification" && (
          <Select
            label="Severity"
            value={draft.severity}
            options={SEVERITIES}
            onChange={(severity) => change({ severity })}
          />
        )}
      </div>
      {draft.action !== "nothing" && fitting.length === 0 && <NoIntegrations action={draft.action} />}
      {draft.action === "webhook" && (
        <Field label="Payload (JSON)" hint="Everything that is known when empty">
          <TextArea
            rows={5}
            spellCheck={false}
            placeholder={`{\n  "run": "\${run_name}"\n}`}
            value={draft.payload}
            onChange={(event) => change({ payload: event.target.value })}
            className="resize-y font-mono text-sm"
          />
        </Field>
      )}
      {draft.action === "notification" && (
        <>
          <Field label="Title" hint="The name of the automation when empty">
            <Input value={draft.title} onChange={(event) => change({ title: event.target.value })} />
          </Field>
          <Field label="Text" hint="A sentence about what happened when empty">
            <TextArea rows={3} value={draft.text} onChange={(event) => change({ text: event.target.value })} />
          </Field>
        </>
      )}
      {draft.action !== "nothing" && (
        <p className="text-ink-3 text-sm">
          Variables:{" "}
          {VARIABLES[of].map((name) => (
            <code key={name} className="mr-2 font-mono text-xs">{`\${${name}}`}</code>
          ))}
        </p>
      )}
    </>
  )
}

function NoIntegrations({ action }: { action: Draft["action"] }) {
  const [, change] = useUrlState()
  return (
    <p className="flex items-center gap-3 text-ink-2">
      {action === "webhook" ? "There is no webhook to call yet." : "There is nowhere to send it to yet."}
      <Button size="sm" onClick={() => change({ tab: "integrations" })}>
        Integrations
      </Button>
    </p>
  )
}
