import type { ArtifactVersion } from "@/api/artifacts"
import { Select } from "@/ui/Select"

interface BaseSelectProps {
  found: ArtifactVersion
  base: string
  versions: ArtifactVersion[]
  onChange: (base: string) => void
}

/** The version to compare with. */
export function BaseSelect({ found, base, versions, onChange }: BaseSelectProps) {
  const others = versions.filter((one) => one.version !== found.version)
  const options = others.map((one) => ({ value: one.version, label: one.version, hint: one.aliases.join(", ") }))
  // An address may name one that is not among the newest, or name it by an alias.
  if (base && !others.some((one) => one.version === base)) options.unshift({ value: base, label: base, hint: "" })
  return <Select label="Compare with" size="sm" value={base} options={options} onChange={onChange} className="num" />
}
