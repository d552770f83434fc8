import type { Json } from "@/api"
import { naturalOrder } from "@/lib/naturalOrder"

/** The other values of a step: those of the same section first, then by name. */
export function valuesAround(values: Record<string, Json>, metric: string): [string, Json][] {
  const section = sectionOf(metric)
  return Object.entries(values)
    .filter(([name]) => name !== metric)
    .sort(
      ([one], [other]) =>
        Number(sectionOf(other) === section) - Number(sectionOf(one) === section) || naturalOrder(one, other),
    )
}

const sectionOf = (name: string) => name.slice(0, Math.max(name.indexOf("/"), 0))
