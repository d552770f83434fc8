import { useEffect, useRef, useState } from "react"
import { useElementSize } from "@/ui/useElementSize"
import { labelPlace, pixelsPerPx } from "./boxLabels"
import { classKey, type OverlayChoice } from "./overlayChoice"
import { type BoxRect, classCss, colourMask } from "./overlays"
import type { BoxLayer, MaskLayer, OverlayLayers } from "./useOverlay"

interface ImageOverlayProps {
  layers: OverlayLayers
  choice: OverlayChoice
  widthPx: number
  heightPx: number
  scale: number
}

/** Boxes and masks over an image that is fitted into the same frame by `object-contain`. */
export function ImageOverlay({ layers, choice, widthPx, heightPx, scale }: ImageOverlayProps) {
  const [frame, setFrame] = useState<HTMLElement | null>(null)
  const image: [number, number] = [widthPx, heightPx]
  const unit = pixelsPerPx(image, useElementSize(frame), scale)
  return (
    <span ref={setFrame} className="pointer-events-none absolute inset-0">
      {layers.masks.map((layer) => (
        <Mask key={layer.name} layer={layer} choice={choice} />
      ))}
      <svg
        role="img"
        aria-label="Boxes"
        viewBox={`0 0 ${widthPx} ${heightPx}`}
        className="absolute inset-0 h-full w-full"
      >
        {layers.boxes.map((layer) => (
          <Boxes key={layer.name} layer={layer} choice={choice} image={image} unit={unit} linePx={2 / scale} />
        ))}
      </svg>
    </span>
  )
}

const bestScore = (box: BoxRect) => Math.max(...Object.values(box.scores))

export function isShown(box: BoxRect, layer: string, choice: OverlayChoice): boolean {
  if (choice.hidden.has(classKey(layer, box.classId))) return false
  if (choice.leastScore === null || Object.keys(box.scores).length === 0) return true
  return bestScore(box) >= choice.leastScore
}

interface BoxesProps {
  layer: BoxLayer
  choice: OverlayChoice
  image: [number, number]
  /** Pixels of the image per px of the screen; 0 before it is laid out. */
  unit: number
  linePx: number
}

function Boxes({ layer, choice, image, unit, linePx }: BoxesProps) {
  return layer.boxes
    .filter((box) => isShown(box, layer.name, choice))
    .map((box, place) => (
      <g key={place} stroke={classCss(box.classId)} fill={classCss(box.classId)}>
        <rect
          x={box.x}
          y={box.y}
          width={Math.max(0, box.width)}
          height={Math.max(0, box.height)}
          fillOpacity={0.12}
          strokeWidth={linePx}
          vectorEffect="non-scaling-stroke"
        />
        {unit > 0 && <BoxLabel box={box} text={labelOf(box, layer)} image={image} unit={unit} />}
      </g>
    ))
}

const labelOf = (box: BoxRect, layer: BoxLayer) => box.caption ?? layer.labels[box.classId] ?? `class ${box.classId}`

function BoxLabel({ box, text, image, unit }: { box: BoxRect; text: string; image: [number, number]; unit: number }) {
  const { x, y, size } = labelPlace(text, box, image, unit)
  return (
    <text x={x} y={y} fontSize={size} fill="white" stroke="#000c" strokeWidth={size / 4} paintOrder="stroke">
      {text}
    </text>
  )
}

function Mask({ layer, choice }: { layer: MaskLayer; choice: OverlayChoice }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { url, name } = layer
  const { hidden, opacity } = choice
  useEffect(() => {
    const image = new Image()
    image.onload = () => {
      if (canvas.current) drawMask(canvas.current, image, (classId) => !hidden.has(classKey(name, classId)))
    }
    image.src = url
    return () => {
      image.onload = null
    }
  }, [url, name, hidden])
  return (
    <canvas
      ref={canvas}
      data-mask={name}
      style={{ opacity }}
      className="absolute inset-0 h-full w-full object-contain [image-rendering:pixelated]"
    />
  )
}

const MOST_PIXELS = 4096 * 4096

function drawMask(canvas: HTMLCanvasElement, image: HTMLImageElement, isShown: (classId: number) => boolean): void {
  if (image.naturalWidth * image.naturalHeight > MOST_PIXELS) return
  canvas.width = image.naturalWidth
  canvas.height = image.naturalHeight
  const context = canvas.getContext("2d", { willReadFrequently: true })
  if (!context) return
  context.drawImage(image, 0, 0)
  const picture = context.getImageData(0, 0, canvas.width, canvas.height)
  colourMask(picture.data, isShown)
  context.putImageData(picture, 0, 0)
}
