import type { LogLine, LogsPage, LogWriter } from "@/api"

export const PAGE_LINES = 500
const KEPT_PAGES = 40
const MAX_REQUESTS = 3

type FetchPage = (firstLine: number, limit: number) => Promise<LogsPage>

/**
 * The lines of one console that are on this machine. Pages are fetched as they come into view, live lines are added at
 * the end, and far pages are forgotten: memory does not grow with the log. Knows nothing of React.
 */
export class LogStore {
  total = 0
  writers: LogWriter[] = []
  error: unknown = null
  ready = false
  private version = 0
  private readonly pages = new Map<number, Map<number, LogLine>>()
  private readonly loading = new Set<number>()
  private view: [number, number] = [0, 0]
  private readonly listeners = new Set<() => void>()
  private readonly fetchPage: FetchPage

  constructor(fetchPage: FetchPage) {
    this.fetchPage = fetchPage
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Changes with every change of what can be read. */
  getVersion = (): number => this.version

  line(index: number): LogLine | undefined {
    return this.pages.get(pageOf(index))?.get(index)
  }

  /** Read the end: it tells how many lines there are, and is what people want to see first. */
  async start(): Promise<void> {
    await this.request(-PAGE_LINES, PAGE_LINES)
    this.ready = true
    this.changed()
  }

  /** These lines are in view: fetch what is missing, forget what is far away. */
  show(first: number, end: number): void {
    this.view = [first, end]
    this.forget()
    void this.load()
  }

  append(lines: readonly LogLine[]): void {
    if (lines.length === 0) return
    for (const line of lines) this.put(line)
    this.total = Math.max(this.total, lines[lines.length - 1].line + 1)
    this.forget()
    this.changed()
  }

  /** Events were lost: lines may be missing anywhere near the end. */
  async refresh(): Promise<void> {
    await this.request(-PAGE_LINES, PAGE_LINES)
    void this.load()
  }

  private async load(): Promise<void> {
    for (const page of this.missingPages()) {
      if (this.loading.size >= MAX_REQUESTS) return
      this.loading.add(page)
      void this.request(page * PAGE_LINES, PAGE_LINES).finally(() => {
        this.loading.delete(page)
        if (!this.error) void this.load()
      })
    }
  }

  private missingPages(): number[] {
    const pages: number[] = []
    const end = Math.min(this.view[1], this.total)
    for (let page = pageOf(this.view[0]); page * PAGE_LINES < end; page++) {
      if (!this.loading.has(page) && this.isMissing(page)) pages.push(page)
    }
    return pages
  }

  private isMissing(page: number): boolean {
    const held = this.pages.get(page)?.size ?? 0
    return held < Math.min(PAGE_LINES, this.total - page * PAGE_LINES)
  }

  private async request(firstLine: number, limit: number): Promise<void> {
    try {
      const answer = await this.fetchPage(firstLine, limit)
      this.error = null
      this.total = Math.max(this.total, answer.total)
      this.writers = answer.writers ?? this.writers
      for (const line of answer.lines) this.put(line)
      // A number that no line has (a writer may skip some) must not be asked for again and again.
      if (firstLine >= 0) this.fillHoles(firstLine, Math.min(firstLine + limit, answer.total))
    } catch (error) {
      this.error = error
    }
    this.changed()
  }

  private fillHoles(first: number, end: number): void {
    for (let line = first; line < end; line++) {
      if (!this.line(line)) this.put({ line, level: "", time: null, label: "", text: "" })
    }
  }

  private put(line: LogLine): void {
    const page = pageOf(line.line)
    const held = this.pages.get(page) ?? new Map<number, LogLine>()
    held.set(line.line, line)
    this.pages.set(page, held)
  }

  private forget(): void {
    if (this.pages.size <= KEPT_PAGES) return
    const middle = pageOf((this.view[0] + this.view[1]) / 2)
    const far = [...this.pages.keys()].sort((one, other) => Math.abs(other - middle) - Math.abs(one - middle))
    for (const page of far.slice(0, this.pages.size - KEPT_PAGES)) this.pages.delete(page)
  }

  private changed(): void {
    this.version++
    for (const listener of this.listeners) listener()
  }
}

const pageOf = (line: number) => Math.floor(line / PAGE_LINES)
