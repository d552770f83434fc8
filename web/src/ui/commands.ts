import { useEffect, useRef } from "react"
import { isMac, isPressable, isTyping } from "@/lib/keyboard"
import type { IconName } from "./Icon"

/**
 * What can be done right now. A page lists its commands while it is mounted; the palette, the keyboard and the `?`
 * help all read the same list.
 */
export interface Command {
  label: string
  /** Heading in the palette and in the help: "Run", "Go to", "View". */
  group: string
  /** "j", "g h" (one after the other), "mod+k" (Ctrl, or ⌘ on a Mac), "Escape". */
  keys?: string
  icon?: IconName
  hint?: string
  /** A key for the help alone, too small for the palette. */
  quiet?: boolean
  run: (event?: KeyboardEvent) => void
}

interface Layer {
  priority: number
  read: () => Command[]
}

const layers = new Set<Layer>()

/** List commands while mounted. Where two layers claim a key, the higher priority wins, then the later one. */
export function useCommands(commands: Command[], priority = 0): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    const layer: Layer = { priority, read: () => latest.current }
    layers.add(layer)
    return () => {
      layers.delete(layer)
    }
  }, [priority])
}

/** All commands, those of the innermost layer first. */
export function listCommands(): Command[] {
  const order = [...layers].reverse().sort((one, other) => other.priority - one.priority)
  return order.flatMap((layer) => layer.read())
}

/** The name of a pressed key in the form that `Command.keys` uses. */
export function keyName(event: KeyboardEvent): string {
  const mod = isMac ? event.metaKey : event.ctrlKey
  const key = event.key === " " ? "Space" : event.key
  if (mod) return `mod+${event.shiftKey ? "shift+" : ""}${key.toLowerCase()}`
  return key
}

const SEQUENCE_MS = 1200
let pending = ""
let pendingAt = 0

/** Run the command whose keys were pressed. Returns whether there was one. */
export function pressKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || /^(Shift|Control|Meta|Alt)$/.test(event.key)) return false
  const name = keyName(event)
  // A field takes back its own letters.
  if (isTyping(event.target) && (!name.startsWith("mod+") || /z$/.test(name))) return false
  if ((name === "Enter" || name === "Space") && isPressable(event.target)) return false
  const sequence = pending && event.timeStamp - pendingAt < SEQUENCE_MS ? `${pending} ${name}` : name
  pending = ""
  const commands = listCommands()
  const command = commands.find((one) => one.keys === sequence) ?? commands.find((one) => one.keys === name)
  if (command) {
    event.preventDefault()
    command.run(event)
    return true
  }
  if (commands.some((one) => one.keys?.startsWith(`${name} `))) {
    pending = name
    pendingAt = event.timeStamp
  }
  return false
}

/** The app mounts this once. */
export function useKeyboard(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (document.querySelector("[role=dialog][data-state=open], [role=menu], [role=listbox]")) return
      pressKey(event)
    }
    window.addEventListener("keydown", press)
    return () => window.removeEventListener("keydown", press)
  }, [])
}

/** "mod+k" → "Ctrl K", for people. */
export function keysText(keys: string): string {
  return keys
    .replace("mod+", isMac ? "⌘ " : "Ctrl ")
    .replace("shift+", "⇧ ")
    .replace("Escape", "Esc")
    .replace(/\b([a-z])$/, (letter) => (keys.startsWith("mod+") ? letter.toUpperCase() : letter))
}
