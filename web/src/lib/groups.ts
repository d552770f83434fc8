/** Groups of things by the values of fields: how they are named, and which of them are hidden. */

type Value = null | boolean | number | string | Value[] | { [name: string]: Value }

/** Names a group everywhere: in the address, for its colour, and for the hovered line. */
export const groupIdOf = (values: readonly Value[]): string => JSON.stringify(values)
export const TOP = groupIdOf([])

/** "adam", "0.1", or what runs without the field are called. */
export const valueText = (value: Value): string =>
  value === null ? "none" : typeof value === "object" ? JSON.stringify(value) : String(value)

/** A group is out of the charts when it, or one that it is in, was hidden. */
export const isHidden = (values: readonly Value[], hidden: readonly (readonly Value[])[]): boolean =>
  hidden.some((other) => other.length <= values.length && groupIdOf(other) === groupIdOf(values.slice(0, other.length)))

/** Hidden groups after one was shown or hidden; showing one shows what is in it as well. */
export function toggledHidden(hidden: readonly Value[][], values: Value[]): Value[][] {
  if (isHidden(values, hidden))
    return hidden.filter((other) => !isHidden(values, [other]) && !isHidden(other, [values]))
  return [...hidden.filter((other) => !isHidden(other, [values])), values]
}
