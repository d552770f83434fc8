/** The lines of two texts side by side. Pure. */

export interface DiffLine {
  kind: "same" | "added" | "removed"
  text: string
  /** Line numbers from 1; null where the line is not. */
  before: number | null
  after: number | null
}

const MOST_STEPS = 4000

/**
 * The shortest way from one text to the other (Myers): lines that stay, go and come, in order. Null when the texts have
 * so little in common that the way would take too long to find.
 */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] | null {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  const room = Math.min(before.length, after.length) - head
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const middle = shortestEdit(before.slice(head, before.length - tail), after.slice(head, after.length - tail))
  if (!middle) return null
  const steps = [...Array<Step>(head).fill("same"), ...middle, ...Array<Step>(tail).fill("same")]
  return numbered(steps, before, after)
}

type Step = DiffLine["kind"]

function shortestEdit(before: readonly string[], after: readonly string[]): Step[] | null {
  const most = Math.min(before.length + after.length, MOST_STEPS)
  let furthest = new Map<number, number>([[1, 0]])
  const history: Map<number, number>[] = []
  for (let steps = 0; steps <= most; steps++) {
    history.push(new Map(furthest))
    const next = new Map(furthest)
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = startOn(furthest, diagonal, steps)
      let y = x - diagonal
      while (x < before.length && y < after.length && before[x] === after[y]) {
        x++
        y++
      }
      next.set(diagonal, x)
      if (x >= before.length && y >= after.length) return walkBack(history, before.length, after.length)
    }
    furthest = next
  }
  return null
}

function startOn(furthest: Map<number, number>, diagonal: number, steps: number): number {
  const above = furthest.get(diagonal + 1) ?? 0
  const left = furthest.get(diagonal - 1) ?? 0
  return diagonal === -steps || (diagonal !== steps && left < above) ? above : left + 1
}

function walkBack(history: Map<number, number>[], width: number, height: number): Step[] {
  const steps: Step[] = []
  let [x, y] = [width, height]
  for (let at = history.length - 1; at >= 0; at--) {
    const furthest = history[at]
    const diagonal = x - y
    const down =
      diagonal === -at || (diagonal !== at && (furthest.get(diagonal - 1) ?? 0) < (furthest.get(diagonal + 1) ?? 0))
    const from = diagonal + (down ? 1 : -1)
    const fromX = furthest.get(from) ?? 0
    const fromY = fromX - from
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      steps.push("same")
      x--
      y--
    }
    if (at > 0) steps.push(down ? "added" : "removed")
    x = fromX
    y = fromY
  }
  return steps.reverse()
}

function numbered(steps: readonly Step[], before: readonly string[], after: readonly string[]): DiffLine[] {
  let [x, y] = [0, 0]
  return steps.map((kind) => {
    if (kind === "removed") return { kind, text: before[x++], before: x, after: null }
    if (kind === "added") return { kind, text: after[y++], before: null, after: y }
    x++
    y++
    return { kind, text: before[x - 1], before: x, after: y }
  })
}

/** Changed lines with three lines around them; null stands for what is left out between. */
export function hunks(lines: readonly DiffLine[], around = 3): (DiffLine | null)[] {
  const near = lines.map(() => false)
  for (const [place, line] of lines.entries()) {
    if (line.kind === "same") continue
    for (let at = Math.max(0, place - around); at <= Math.min(lines.length - 1, place + around); at++) near[at] = true
  }
  const shown: (DiffLine | null)[] = []
  for (const [place, line] of lines.entries()) {
    if (near[place]) shown.push(line)
    else if (shown.length === 0 || shown[shown.length - 1] !== null) shown.push(null)
  }
  return shown
}
