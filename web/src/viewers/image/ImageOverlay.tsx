import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { decodeError } from "@/api"
import { parseLooseJson } from "@/lib/looseJson"
import { boxRects, classCss, colourMask, type OverlayFiles } from "./overlays"

interface ImageOverlayProps {
  files: OverlayFiles
  widthPx: number
  heightPx: number
}

/** Boxes and masks over an image that is fitted into the same frame by `object-contain`. */
export function ImageOverlay({ files, widthPx, heightPx }: ImageOverlayProps) {
  return (
    <span className="pointer-events-none absolute inset-0">
      {files.masks.map((url) => (
        <Mask key={url} url={url} />
      ))}
      {files.boxes.map((url) => (
        <Boxes key={url} url={url} widthPx={widthPx} heightPx={heightPx} />
      ))}
    </span>
  )
}

function Boxes({ url, widthPx, heightPx }: { url: string; widthPx: number; heightPx: number }) {
  const content = useQuery({
    queryKey: ["boxes", url],
    queryFn: ({ signal }) => fetchJson(url, signal),
    staleTime: 300_000,
  })
  return (
    <svg
      role="img"
      aria-label="Boxes"
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      className="absolute inset-0 h-full w-full"
    >
      {boxRects(content.data, widthPx, heightPx).map((box, place) => (
        <g key={place} stroke={classCss(box.classId)} fill={classCss(box.classId)}>
          <rect
            x={box.x}
            y={box.y}
            width={box.width}
            height={box.height}
            fillOpacity={0.12}
            strokeWidth={2}
            vectorEffect="non-scaling-stroke"
          />
          <text x={box.x + heightPx * 0.01} y={box.y + heightPx * 0.05} fontSize={heightPx * 0.05} stroke="none">
            {box.label}
          </text>
        </g>
      ))}
    </svg>
  )
}

async function fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw await decodeError(response)
  return parseLooseJson(await response.text())
}

function Mask({ url }: { url: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const image = new Image()
    image.onload = () => canvas.current && drawMask(canvas.current, image)
    image.src = url
    return () => {
      image.onload = null
    }
  }, [url])
  return <canvas ref={canvas} className="absolute inset-0 h-full w-full object-contain [image-rendering:pixelated]" />
}

function drawMask(canvas: HTMLCanvasElement, image: HTMLImageElement): void {
  canvas.width = image.naturalWidth
  canvas.height = image.naturalHeight
  const context = canvas.getContext("2d", { willReadFrequently: true })
  if (!context) return
  context.drawImage(image, 0, 0)
  const picture = context.getImageData(0, 0, canvas.width, canvas.height)
  colourMask(picture.data)
  context.putImageData(picture, 0, 0)
}
