import { useEffect, useRef, useState } from "react"
import { cx } from "@/lib/classNames"
import { DownloadLink } from "@/ui/DownloadLink"
import { Select } from "@/ui/Select"
import { useDark } from "@/ui/theme"
import { fetchText } from "../base/fetchFile"
import { useFile } from "../base/useFile"
import { useInView } from "../base/useInView"
import { ViewerProblem } from "../base/ViewerProblem"
import { endingOf, moleculeFormat } from "./formats"
import { MOLECULE_STYLES, type MoleculeStyle, openMolecule } from "./openMolecule"

const MOLECULE_BYTES = 20 * 1024 * 1024

/** A molecule that can be turned, as sticks, balls or, when it has a chain, as a ribbon. */
export function MoleculeView({ url, path, height }: { url: string; path: string; height: string }) {
  const frame = useRef<HTMLDivElement>(null)
  const inView = useInView(frame)
  const dark = useDark()
  const [style, setStyle] = useState<MoleculeStyle>("auto")
  const [problem, setProblem] = useState<unknown>(null)
  const format = moleculeFormat(path)
  const text = useFile(url, (from, signal) => fetchText(from, MOLECULE_BYTES, signal), "molecule")
  const data = text.data
  useEffect(() => {
    const element = frame.current
    if (!element || data === undefined || !format || !inView) return
    let close = () => {}
    let gone = false
    setProblem(null)
    openMolecule(element, data, format, style, dark)
      .then((closeIt) => {
        if (gone) closeIt()
        else close = closeIt
      })
      .catch((error: unknown) => !gone && setProblem(error))
    return () => {
      gone = true
      close()
    }
  }, [data, format, style, dark, inView])
  const unknown = format ? null : new Error(`There is no viewer for ${endingOf(path)} files; download it.`)
  const error = unknown ?? text.error ?? problem
  if (error) return <ViewerProblem error={error} url={url} path={path} height={height} />
  return (
    <div className={cx("relative overflow-hidden rounded bg-sunken", height)}>
      <div ref={frame} data-viewer="molecule" className="relative h-full w-full cursor-grab active:cursor-grabbing" />
      <div className="absolute top-1 right-1 flex items-center gap-1">
        <Select label="Style" size="sm" value={style} options={MOLECULE_STYLES} onChange={setStyle} />
        <DownloadLink href={url} name={path.split("/").at(-1)} />
      </div>
    </div>
  )
}
