import "katex/dist/katex.min.css"
import katex from "katex"
import { useEffect, useRef } from "react"

/** A formula; what cannot be read is shown as it was written. */
export default function Formula({ text, block }: { text: string; block: boolean }) {
  const host = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (host.current) {
      katex.render(text, host.current, { displayMode: block, throwOnError: false, strict: false, maxExpand: 1000 })
    }
  }, [text, block])
  return <span ref={host} />
}
