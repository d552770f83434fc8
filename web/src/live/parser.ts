/** One server-sent event. */
export interface ServerEvent {
  name: string
  data: string
}

/** Cuts a stream of text into server-sent events. Feed it chunks as they come; a half event waits for the rest. */
export class EventParser {
  #rest = ""

  feed(chunk: string): ServerEvent[] {
    const blocks = (this.#rest + chunk.replaceAll("\r\n", "\n")).split("\n\n")
    this.#rest = blocks.pop() ?? ""
    return blocks.map(parseBlock).filter((event) => event !== null)
  }
}

function parseBlock(block: string): ServerEvent | null {
  let name = "message"
  const data: string[] = []
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim()
    else if (line.startsWith("data:")) data.push(line.slice(5).trimStart())
  }
  return data.length ? { name, data: data.join("\n") } : null
}
