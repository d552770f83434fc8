/** What is wrong with the name of a data set, as Weave's clients take names of objects; null when nothing is. */
export function nameProblem(name: string): string | null {
  return /^[\w.-]{0,128}$/.test(name) ? null : "Letters, digits, “_”, “-” and “.” only"
}
