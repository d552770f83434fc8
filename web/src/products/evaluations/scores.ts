import type { TrialRow } from "@/api/objects"

type Json = Record<string, unknown>

/** One thing that a scorer said of a trial, or what all trials sum up to: a share of what passed, or a mean. */
export interface Score {
  name: string
  value: number | boolean | string
}

export interface Total {
  name: string
  value: number
  /** A share from 0 to 1 of trials that passed; else a mean in the scorer's own unit. */
  isShare: boolean
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

/** The leaves of what scorers gave, by dotted name. */
export function scoresOf(given: unknown, path = ""): Score[] {
  if (isObject(given)) {
    return Object.entries(given).flatMap(([name, value]) => scoresOf(value, path ? `${path}.${name}` : name))
  }
  if (typeof given === "number" || typeof given === "boolean" || typeof given === "string")
    return [{ name: path, value: given }]
  return []
}

/** What a client summed an evaluation up to. What models gave and how long they took is no score. */
export function totalsOf(summary: unknown): Total[] {
  if (!isObject(summary)) return []
  const { output: _output, model_latency: _latency, ...scorers } = summary
  return totalsIn(scorers, "")
}

function totalsIn(value: Json, path: string): Total[] {
  if (typeof value.true_fraction === "number") return [{ name: path, value: value.true_fraction, isShare: true }]
  if (typeof value.mean === "number") return [{ name: path, value: value.mean, isShare: false }]
  return Object.entries(value).flatMap(([name, item]) =>
    isObject(item) ? totalsIn(item, path ? `${path}.${name}` : name) : [],
  )
}

/** Mean latency of the model in seconds, as the client measured it. */
export function latencyOf(summary: unknown): number | null {
  const mean = isObject(summary) && isObject(summary.model_latency) ? summary.model_latency.mean : null
  return typeof mean === "number" ? mean : null
}

/** The same totals from the trials themselves, for evaluations that have not been summed up. */
export function totalsOfTrials(trials: readonly TrialRow[]): Total[] {
  const values = new Map<string, Score["value"][]>()
  for (const trial of trials) {
    for (const { name, value } of scoresOf(trial.scores)) values.set(name, [...(values.get(name) ?? []), value])
  }
  return [...values].flatMap(([name, found]) => {
    const numbers = found.flatMap((value) => (typeof value === "string" ? [] : [Number(value)]))
    if (numbers.length === 0) return []
    const value = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
    return [{ name, value, isShare: found.every((one) => typeof one === "boolean") }]
  })
}

/** Whether a scorer said no. */
export const hasFailed = (trial: TrialRow) =>
  trial.error !== "" || scoresOf(trial.scores).some(({ value }) => value === false)
