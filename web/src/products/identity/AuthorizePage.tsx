import { Button } from "@/ui/Button"
import { SecretCard } from "./SecretCard"
import { useCreateKey } from "./useCreateKey"

/** Where `wandb login` sends people for a key. One press makes it, so that a reload does not pile up keys. */
export function AuthorizePage() {
  const create = useCreateKey()
  const name = `wandb login ${new Date().toISOString().slice(0, 10)}`
  return (
    <div className="mx-auto max-w-xl space-y-4 px-4 py-10">
      <h1 className="font-semibold text-xl">API key for this machine</h1>
      {create.data ? (
        <>
          <SecretCard secret={create.data.secret} />
          <p className="text-ink-3">Or paste the key where `wandb login` asks for it.</p>
        </>
      ) : (
        <>
          <p className="text-ink-2">
            A key lets scripts and `wandb login` act as you. It gets the name “{name}” and can be revoked in the
            settings at any time.
          </p>
          <Button
            autoFocus
            variant="primary"
            icon="key"
            disabled={create.isPending}
            onClick={() => create.mutate(name)}
          >
            Create API key
          </Button>
        </>
      )}
    </div>
  )
}
