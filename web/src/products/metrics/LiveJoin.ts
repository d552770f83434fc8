import type { XAxis } from "@/api"
import { appendPoints } from "@/charts"
import type { PointsDelta } from "@/live"
import { type MetricPoints, rowsOf } from "./envelopes"

interface JoinScope {
  x: XAxis
  range: [number, number] | null
  buckets: number
}

/**
 * Joins one metric's stored points with its live rows, so that none is lost between and none counts twice.
 *
 * Rows that arrive during a load are put in when it is done. Until a load has begun with the stream already flowing, a
 * gap between the last stored row and the first live one may hide rows; from then on it only means that the metric is
 * not in every row.
 */
export class LiveJoin {
  readonly #metric: string
  readonly #scope: JoinScope
  #flowing = false
  #asked = false
  #joined = false
  #arrived: PointsDelta[] | null = null

  constructor(metric: string, scope: JoinScope) {
    this.#metric = metric
    this.#scope = scope
  }

  async load(fetch: () => Promise<MetricPoints>): Promise<MetricPoints> {
    const arrived: PointsDelta[] = []
    this.#arrived = arrived
    const joined = this.#flowing
    this.#asked = true
    try {
      const loaded = await fetch()
      this.#joined = joined
      return arrived.reduce((points, delta) => this.#merged(points, delta), loaded)
    } finally {
      if (this.#arrived === arrived) this.#arrived = null
    }
  }

  /**
   * From now on the stream brings every row. True when points were asked for before: rows that came in between are
   * missing, and if nothing else is logged, no later row would show the gap.
   */
  follow(): boolean {
    this.#flowing = true
    return this.#asked && !this.#joined
  }

  /** The points with these rows; undefined as long as nothing is loaded. */
  receive(current: MetricPoints | undefined, delta: PointsDelta): MetricPoints | undefined {
    this.#flowing = true
    this.#arrived?.push(delta)
    return current && this.#merged(current, delta)
  }

  /** Events were lost, but the stream flows again: the next load starts anew. */
  reset(): void {
    this.#flowing = true
    this.#joined = false
  }

  #merged(points: MetricPoints, delta: PointsDelta): MetricPoints {
    const stale = points.stale ? points : { ...points, stale: true }
    if (delta.refetch) return stale
    if (!(this.#metric in delta.series)) return points
    const rows = rowsOf(delta, this.#metric, this.#scope.x)
    if (!rows) return stale
    const { range, buckets } = this.#scope
    if (range) return rows.x.some((x) => x >= range[0] && x <= range[1]) ? stale : points
    const at = points.envelopes.findIndex((envelope) => envelope.runId === delta.run_id)
    if (at < 0) return stale
    const envelope = points.envelopes[at]
    if (!this.#joined && rows.firstLine > envelope.lastLine + 1) return stale
    const grown = appendPoints(envelope, rows, buckets)
    if (grown === envelope) return points
    return grown ? { ...points, envelopes: points.envelopes.with(at, grown) } : stale
  }
}
