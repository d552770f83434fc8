import { useEffect, useRef, useState } from "react"
import { cx } from "@/lib/classNames"
import { DownloadLink } from "@/ui/DownloadLink"
import { useDark } from "@/ui/theme"

interface SceneViewProps {
  url: string
  path: string
  height: string
}

/** A mesh, a cloud of points or a molecule that can be turned. What cannot be drawn can still be downloaded. */
export function SceneView({ url, path, height }: SceneViewProps) {
  const frame = useRef<HTMLDivElement>(null)
  const dark = useDark()
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    let close = () => {}
    let gone = false
    setProblem(null)
    import("./scene")
      .then(({ openScene }) => openScene(element, url, path, dark))
      .then((opened) => {
        if (gone) opened()
        else close = opened
      })
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
    return () => {
      gone = true
      close()
    }
  }, [url, path, dark])
  return (
    <div className={cx("relative overflow-hidden rounded bg-sunken", height)}>
      <div ref={frame} className="h-full w-full cursor-grab active:cursor-grabbing" />
      {problem && <p className="absolute inset-x-0 top-1/3 px-4 text-center text-ink-2">{problem}</p>}
      <div className="absolute top-1 right-1">
        <DownloadLink href={url} name={path.split("/").at(-1)} />
      </div>
    </div>
  )
}
