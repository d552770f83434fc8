import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useRouter, useSearch } from "@tanstack/react-router"
import { type FormEvent, useState } from "react"
import { api, errorMessage, isApiError, sessionQuery } from "@/api"
import { safeReturnPath, type UrlState } from "@/lib/urlState"
import { Button } from "@/ui/Button"
import { Field, Input } from "@/ui/Input"

export function LoginPage() {
  const router = useRouter()
  const queryClient = useQueryClient()
  const search = useSearch({ strict: false }) as UrlState
  const [username, setUsername] = useState("")
  const [password, setPassword] = useState("")
  const login = useMutation({
    mutationFn: () => api.login(username.trim(), password),
    meta: { ownErrors: true },
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      router.history.push(safeReturnPath(search.return))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    login.mutate()
  }
  return (
    <main className="flex h-full items-start justify-center overflow-auto px-4 pt-[16vh]">
      <form onSubmit={submit} className="w-80 space-y-4">
        <div className="flex items-center gap-2.5 pb-2">
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <h1 className="font-semibold text-xl">Sign in to Runlake</h1>
        </div>
        {search.error && <LoginProblem text="This login link is used up or too old. Sign in with your password." />}
        <Field label="Username">
          <Input
            autoFocus
            required
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        </Field>
        <Field label="Password">
          <Input
            required
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        {login.error && <LoginProblem text={loginProblem(login.error)} />}
        <Button type="submit" variant="primary" className="w-full" disabled={login.isPending}>
          {login.isPending ? "Signing in…" : "Sign in"}
        </Button>
        <p className="text-ink-3 text-sm">
          On the machine that runs the server, <code className="font-mono">runlake user password</code> sets a new
          password.
        </p>
      </form>
    </main>
  )
}

function loginProblem(error: unknown): string {
  if (isApiError(error, 401)) return "The username or the password is wrong."
  if (isApiError(error, 429)) return "Too many attempts. Wait a minute and try again."
  return errorMessage(error)
}

function LoginProblem({ text }: { text: string }) {
  return (
    <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger">
      {text}
    </p>
  )
}
