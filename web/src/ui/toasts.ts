import { useSyncExternalStore } from "react"

export interface Toast {
  toastId: number
  tone: "info" | "danger"
  text: string
  action?: { label: string; run: () => void }
}

let toasts: Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(next: Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

export function dismissToast(toastId: number): void {
  change(toasts.filter((toast) => toast.toastId !== toastId))
}

function show(tone: Toast["tone"], text: string, action?: Toast["action"]): void {
  const toastId = ++lastId
  change([...toasts.filter((toast) => toast.text !== text), { toastId, tone, text, action }].slice(-4))
  setTimeout(() => dismissToast(toastId), action || tone === "danger" ? 8000 : 4000)
}

/** Short notes at the lower right; callable from anywhere. */
export const toast = {
  info: (text: string, action?: Toast["action"]) => show("info", text, action),
  error: (error: unknown) => show("danger", error instanceof Error ? error.message : String(error)),
}

export const useToasts = (): Toast[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
