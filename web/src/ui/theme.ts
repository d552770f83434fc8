import { useSyncExternalStore } from "react"

export type Theme = "system" | "light" | "dark"
export type Density = "normal" | "compact"

const listeners = new Set<() => void>()
const systemDark = window.matchMedia("(prefers-color-scheme: dark)")
systemDark.addEventListener("change", apply)

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null // storage may be forbidden; the choice then lasts as long as the page
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // see read
  }
}

function readTheme(): Theme {
  const stored = read("runlake.theme")
  return stored === "light" || stored === "dark" ? stored : "system"
}

let theme = readTheme()
let density: Density = read("runlake.density") === "compact" ? "compact" : "normal"

const isDark = () => theme === "dark" || (theme === "system" && systemDark.matches)

function apply(): void {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light"
  document.documentElement.dataset.density = density
  for (const listener of listeners) listener()
}

export function setTheme(next: Theme): void {
  theme = next
  write("runlake.theme", next)
  apply()
}

export function setDensity(next: Density): void {
  density = next
  write("runlake.density", next)
  apply()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => theme)
export const useDensity = (): Density => useSyncExternalStore(subscribe, () => density)
/** The theme in effect: canvases need colours by value. */
export const useDark = (): boolean => useSyncExternalStore(subscribe, isDark)
/** Height of a list's row in px, for virtual lists. */
export const useRowHeight = (): number => (useDensity() === "compact" ? 24 : 32)
