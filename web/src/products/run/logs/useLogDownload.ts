import { useState } from "react"
import { api, type RunPath } from "@/api"
import { saveBlob } from "@/lib/saveBlob"
import { toast } from "@/ui/toasts"

const PAGE = 5000

/** Save the whole console as text. Returns the share that has arrived, null when idle, and the way to begin. */
export function useLogDownload(at: RunPath, writer: string | undefined): [number | null, () => void] {
  const [share, setShare] = useState<number | null>(null)
  const start = async () => {
    setShare(0)
    try {
      const parts = await readAll(at, writer, setShare)
      saveBlob(new Blob(parts, { type: "text/plain" }), `${at.run}-output.log`)
    } catch (error) {
      toast.error(error)
    }
    setShare(null)
  }
  return [share, () => void start()]
}

async function readAll(at: RunPath, writer: string | undefined, onShare: (share: number) => void): Promise<string[]> {
  const parts: string[] = []
  let total = 1
  for (let next = 0; next < total; ) {
    const page = await api.logs(at, { first_line: next, limit: PAGE, writer })
    total = page.total
    parts.push(page.lines.map((line) => `${line.text}\n`).join(""))
    next = page.lines.length ? page.lines[page.lines.length - 1].line + 1 : total
    onShare(total ? next / total : 1)
  }
  return parts
}
