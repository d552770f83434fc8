interface BatcherOptions {
  waitMs?: number
  /** Soon after another batch it may be longer: while scrolling, panels come one by one. */
  busyWaitMs?: number
  most: (group: string) => number
}

const BUSY_MS = 500

/**
 * Collects loads of one tick and answers them together.
 * `loadMany` gets the keys of one group, at most `most` of them at once, and returns their answers in the same order.
 */
export class Batcher<Key, Answer> {
  readonly #loadMany: (group: string, keys: Key[]) => Promise<Answer[]>
  readonly #waitMs: number
  readonly #busyWaitMs: number
  #lastFlush = Number.NEGATIVE_INFINITY
  readonly #most: (group: string) => number
  readonly #waiting = new Map<
    string,
    { key: Key; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[]
  >()

  constructor(
    loadMany: (group: string, keys: Key[]) => Promise<Answer[]>,
    { waitMs = 12, busyWaitMs = 70, most }: BatcherOptions,
  ) {
    this.#loadMany = loadMany
    this.#waitMs = waitMs
    this.#busyWaitMs = busyWaitMs
    this.#most = most
  }

  load(group: string, key: Key): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(group) ?? []
      waiting.push({ key, resolve, reject })
      this.#waiting.set(group, waiting)
      if (waiting.length === 1) setTimeout(() => this.#flush(group), this.#nextWait())
    })
  }

  #nextWait(): number {
    return performance.now() - this.#lastFlush < BUSY_MS ? this.#busyWaitMs : this.#waitMs
  }

  #flush(group: string): void {
    this.#lastFlush = performance.now()
    const all = this.#waiting.get(group) ?? []
    this.#waiting.delete(group)
    const most = this.#most(group)
    for (let start = 0; start < all.length; start += most) void this.#answer(group, all.slice(start, start + most))
  }

  async #answer(
    group: string,
    waiting: { key: Key; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[],
  ): Promise<void> {
    try {
      const answers = await this.#loadMany(
        group,
        waiting.map(({ key }) => key),
      )
      waiting.forEach(({ resolve }, index) => {
        resolve(answers[index])
      })
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }
}
