import { useEffect, useRef, useState } from "react"
import { cx } from "@/lib/classNames"
import { useDark } from "@/ui/theme"
import { ViewerProblem } from "../base/ViewerProblem"
import type { Row } from "./chartData"
import { openVega } from "./openVega"

interface VegaViewProps {
  /** Vega-Lite or Vega, with its places filled. */
  spec: Record<string, unknown>
  rows: Row[]
  label: string
  height: string
}

/** A chart of a specification that may come from anybody. */
export function VegaView({ spec, rows, label, height }: VegaViewProps) {
  const frame = useRef<HTMLDivElement>(null)
  const dark = useDark()
  const [problem, setProblem] = useState<unknown>(null)
  const [drawn, setDrawn] = useState(false)
  const [hover, setHover] = useState<string[] | null>(null)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    let close = () => {}
    let gone = false
    setProblem(null)
    setDrawn(false)
    openVega(element, spec, rows, dark, setHover)
      .then((closeIt) => {
        if (gone) return closeIt()
        close = closeIt
        setDrawn(true)
      })
      .catch((error: unknown) => !gone && setProblem(error))
    return () => {
      gone = true
      close()
    }
  }, [spec, rows, dark])
  return (
    <div className={cx("relative min-w-0", height)}>
      {problem !== null && <ViewerProblem error={problem} url={null} height="absolute inset-0 z-10" />}
      <div ref={frame} role="img" aria-label={label} data-drawn={drawn} className="h-full w-full overflow-auto" />
      {hover && (
        <div className="pointer-events-none absolute top-1 right-1 z-10 max-w-[70%] rounded border border-line bg-raised px-2 py-1 text-xs shadow-pop">
          {hover.map((text) => (
            <div key={text} className="truncate">
              {text}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
