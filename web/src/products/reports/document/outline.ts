import { type Element, textOf } from "./blocks"

export interface Heading {
  /** Its place among the blocks. */
  at: number
  level: number
  text: string
}

/** The headings of a report in their order; those without words are left out. */
export function outlineOf(blocks: readonly unknown[]): Heading[] {
  return blocks.flatMap((block, at) => {
    const { type, level } = block as Element
    const text = type === "heading" ? textOf(block as Element).trim() : ""
    return text ? [{ at, level: levelOf(level), text }] : []
  })
}

export const levelOf = (level: unknown): number => (level === 2 || level === 3 ? level : 1)

export const anchorOf = (at: number): string => `block-${at}`
