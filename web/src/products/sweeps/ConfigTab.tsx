import type { SweepDetail, SweepParameter, SweepPath } from "@/api"
import { formatNumber } from "@/lib/format"
import { saveBlob } from "@/lib/saveBlob"
import { shortName } from "@/products/run-panels/runColumns"
import { Button } from "@/ui/Button"
import { CopyButton } from "@/ui/CopyButton"

/** What the sweep was made from. */
export function ConfigTab({ at, sweep }: { at: SweepPath; sweep: SweepDetail }) {
  const download = () => saveBlob(new Blob([sweep.config_yaml], { type: "application/yaml" }), `${at.sweep}.yaml`)
  return (
    <div className="grid items-start gap-4 p-4 xl:grid-cols-2">
      <section aria-label="Configuration" className="min-w-0 rounded-lg border border-line bg-surface">
        <header className="flex h-10 items-center gap-1 border-line border-b px-3">
          <h2 className="flex-1 font-semibold">Configuration</h2>
          <CopyButton text={sweep.config_yaml} label="Copy" />
          <Button size="sm" icon="download" onClick={download}>
            Download
          </Button>
        </header>
        <pre className="overflow-auto p-3 font-mono text-sm leading-relaxed">{sweep.config_yaml}</pre>
      </section>
      <section aria-label="Parameters" className="min-w-0 rounded-lg border border-line bg-surface">
        <header className="flex h-10 items-center border-line border-b px-3">
          <h2 className="font-semibold">What is tried</h2>
        </header>
        <dl className="divide-y divide-line">
          {sweep.parameters.map((parameter) => (
            <div key={parameter.path} className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)] gap-4 px-3 py-1.5">
              <dt className="truncate" title={parameter.path}>
                {shortName(parameter.path)}
              </dt>
              <dd className="num min-w-0 break-words text-ink-2">{describeParameter(parameter)}</dd>
            </div>
          ))}
        </dl>
        {sweep.early_terminate && (
          <p className="border-line border-t px-3 py-2 text-ink-2">
            Bad runs end early: <code className="font-mono text-sm">{JSON.stringify(sweep.early_terminate)}</code>
          </p>
        )}
      </section>
    </div>
  )
}

/** "0.00001 to 0.1, log uniform values"; "one of 16, 32, 64". */
export function describeParameter({ distribution, min, max, values }: SweepParameter): string {
  const name = distribution?.replaceAll("_", " ")
  if (values?.length === 1) return `always ${valueText(values[0])}`
  if (values) return `one of ${values.map(valueText).join(", ")}`
  if (min === null || max === null) return name ?? "–"
  return [`${formatNumber(min, 6)} to ${formatNumber(max, 6)}`, name].filter(Boolean).join(", ")
}

const valueText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value))
