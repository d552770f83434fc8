/** Is the person typing, so that single-letter shortcuts must rest? */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement && TICKED.has(target.type)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

/** Inputs that take no letters. */
const TICKED: ReadonlySet<string> = new Set(["checkbox", "radio", "button"])

/** A button, link or box with the focus: Enter and Space are its own. */
export function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a[href], [role=button], input") !== null
}

export const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform)

export const modKey = isMac ? "⌘" : "Ctrl"
