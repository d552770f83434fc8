import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type RegistryDetail, type RegistryEdit, registriesApi, registriesQuery } from "@/api/registries"
import { Card } from "@/ui/Card"
import { Chip } from "@/ui/Chip"
import { NameChips } from "@/ui/NameChips"
import { Select } from "@/ui/Select"
import { artifactsKey } from "../queries"
import { DescriptionCard } from "../version/DescriptionCard"
import { REACHES } from "./NewRegistryDialog"

/** What a registry is for, what it takes, who sees it, and which of its aliases are guarded. */
export function RulesTab({ registry }: { registry: RegistryDetail }) {
  const client = useQueryClient()
  const edit = useMutation({
    mutationFn: (change: RegistryEdit) => registriesApi.edit(registry, change),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: artifactsKey(registry) })
      await client.invalidateQueries({ queryKey: registriesQuery.queryKey })
    },
  })
  const isAdmin = registry.role === "admin"
  return (
    <div className="mx-auto max-w-3xl space-y-4 p-4">
      <DescriptionCard
        text={registry.description ?? ""}
        empty="What is promoted to this registry, and when?"
        onSave={registry.role === "viewer" ? undefined : (description) => edit.mutate({ description })}
      />
      <Card title="Protected aliases">
        <p className="text-ink-2">
          Only admins of the registry give, move and take these. What one of them names is neither unlinked nor deleted.
        </p>
        {isAdmin ? (
          <NameChips
            noun="alias"
            active
            names={registry.protected_aliases}
            onAdd={(name) => edit.mutate({ protected_aliases: [...registry.protected_aliases, name] })}
            onRemove={(name) =>
              edit.mutate({ protected_aliases: registry.protected_aliases.filter((one) => one !== name) })
            }
          />
        ) : (
          <Names names={registry.protected_aliases} />
        )}
      </Card>
      <Card title="Artifact types">
        <p className="text-ink-2">
          {registry.allows_all_types
            ? "Versions of every type can be linked."
            : "Versions of these types can be linked. A type stays once it is there."}
        </p>
        {isAdmin && !registry.allows_all_types ? (
          <NameChips noun="type" names={registry.types} onAdd={(name) => edit.mutate({ types_to_add: [name] })} />
        ) : (
          <Names names={registry.types} />
        )}
      </Card>
      <Card title="Visible to">
        {isAdmin ? (
          <Select
            label="Visible to"
            className="w-56"
            value={registry.visibility}
            options={REACHES}
            onChange={(visibility) => edit.mutate({ visibility })}
          />
        ) : (
          REACHES.find((one) => one.value === registry.visibility)?.label
        )}
      </Card>
    </div>
  )
}

function Names({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <p className="mt-1 text-ink-3">None.</p>
  return (
    <p className="mt-1 flex flex-wrap gap-1.5">
      {names.map((name) => (
        <Chip key={name}>{name}</Chip>
      ))}
    </p>
  )
}
