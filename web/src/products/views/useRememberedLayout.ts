import { useQuery } from "@tanstack/react-query"
import { useNavigate, useRouterState } from "@tanstack/react-router"
import { useLayoutEffect } from "react"
import { sessionQuery } from "@/api"
import { useUrlState } from "@/ui/useUrlState"
import { layoutKey, layoutStep } from "./remembered"

/** A person finds a project as they left it in this browser, without having saved a view. */
export function useRememberedLayout(entity: string, project: string): void {
  const [state] = useUrlState()
  const byHand = useRouterState({ select: ({ location }) => location.state.byHand === true })
  const username = useQuery(sessionQuery).data?.user.username
  const navigate = useNavigate()
  useLayoutEffect(() => {
    if (username === undefined) return
    const key = layoutKey(username, entity, project)
    const step = layoutStep(state, byHand, read(key))
    if (step && "keep" in step) write(key, step.keep)
    if (step && "restore" in step) {
      void navigate({ to: ".", search: step.restore, replace: true, resetScroll: false } as never)
    }
  }, [username, entity, project, state, byHand, navigate])
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage may be forbidden: then every visit begins with the default
  }
}

function write(key: string, text: string): void {
  try {
    if (text) localStorage.setItem(key, text)
    else localStorage.removeItem(key)
  } catch {
    // see read; a full storage keeps what it had
  }
}
