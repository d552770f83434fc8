/**
 * Collects loads of one tick and answers them together.
 * `loadMany` gets all keys of one group at once and returns their answers in the same order.
 */
export class Batcher<Key, Answer> {
  readonly #loadMany: (group: string, keys: Key[]) => Promise<Answer[]>
  readonly #waitMs: number
  readonly #most: number
  readonly #waiting = new Map<
    string,
    { key: Key; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[]
  >()

  constructor(loadMany: (group: string, keys: Key[]) => Promise<Answer[]>, { waitMs = 12, most = 24 } = {}) {
    this.#loadMany = loadMany
    this.#waitMs = waitMs
    this.#most = most
  }

  load(group: string, key: Key): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(group) ?? []
      waiting.push({ key, resolve, reject })
      this.#waiting.set(group, waiting)
      if (waiting.length === 1) setTimeout(() => this.#flush(group), this.#waitMs)
    })
  }

  #flush(group: string): void {
    const all = this.#waiting.get(group) ?? []
    this.#waiting.delete(group)
    for (let start = 0; start < all.length; start += this.#most)
      void this.#answer(group, all.slice(start, start + this.#most))
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
