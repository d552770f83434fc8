import { useEffect, useRef, useState } from "react"
import { cx } from "@/lib/classNames"
import { IconButton } from "@/ui/Button"
import { DownloadLink } from "@/ui/DownloadLink"
import { useDark } from "@/ui/theme"
import { fetchBytes } from "../base/fetchFile"
import { useFile } from "../base/useFile"
import { useInView } from "../base/useInView"
import { ViewerProblem } from "../base/ViewerProblem"
import type { OpenScene } from "./scene"

interface SceneViewProps {
  url: string
  path: string
  height: string
}

const SCENE_BYTES = 64 * 1024 * 1024

/** A mesh or a cloud of points that can be turned. What cannot be drawn can still be downloaded. */
export function SceneView({ url, path, height }: SceneViewProps) {
  const frame = useRef<HTMLDivElement>(null)
  const scene = useRef<OpenScene | null>(null)
  const inView = useInView(frame)
  const dark = useDark()
  const file = useFile(url, (from, signal) => fetchBytes(from, SCENE_BYTES, signal), "scene")
  const [problem, setProblem] = useState<unknown>(null)
  const [caption, setCaption] = useState("")
  const bytes = file.data
  useEffect(() => {
    const element = frame.current
    if (!element || !bytes || !inView) return
    let gone = false
    setProblem(null)
    import("./scene")
      .then(({ openScene }) => openScene(element, bytes, path, dark))
      .then((opened) => {
        if (gone) return opened.close()
        scene.current = opened
        setCaption(opened.caption)
      })
      .catch((error: unknown) => !gone && setProblem(error))
    return () => {
      gone = true
      scene.current?.close()
      scene.current = null
    }
  }, [bytes, path, dark, inView])
  const error = file.error ?? problem
  if (error) return <ViewerProblem error={error} url={url} path={path} height={height} />
  return (
    <div className={cx("relative overflow-hidden rounded bg-sunken", height)}>
      <div ref={frame} data-viewer="scene" className="h-full w-full cursor-grab active:cursor-grabbing" />
      <span className="num pointer-events-none absolute bottom-1 left-2 text-ink-3 text-xs">{caption}</span>
      <div className="absolute top-1 right-1 flex">
        <IconButton icon="refresh" label="First view" onClick={() => scene.current?.reset()} />
        <DownloadLink href={url} name={path.split("/").at(-1)} />
      </div>
    </div>
  )
}
