import type { MediaItem } from "../base/mediaItems"
import { ClassToggle } from "./ClassToggle"
import { classesOfAll, layersWithClasses } from "./classes"
import { useOverlayChoice, withToggled } from "./overlayChoice"
import { classCss } from "./overlays"
import { useOverlay } from "./useOverlay"

/** The classes over an image in one row: each turns its boxes and masks on and off, in all layers and images. */
export function ClassLegend({ item }: { item: MediaItem }) {
  const [choice, change] = useOverlayChoice()
  const layers = useOverlay(item.overlay, item.widthPx ?? 1, item.heightPx ?? 1)
  const classes = classesOfAll(layersWithClasses(layers))
  if (!choice.on || classes.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be one row that scrolls
    <div role="group" aria-label="Classes" className="flex gap-1 overflow-x-auto pt-1 text-sm [scrollbar-width:thin]">
      {classes.map(({ classId, label, keys }) => (
        <ClassToggle
          key={`${classId} ${label}`}
          label={label}
          colour={classCss(classId)}
          on={!keys.every((key) => choice.hidden.has(key))}
          onToggle={() => change({ hidden: withToggled(choice.hidden, keys) })}
        />
      ))}
    </div>
  )
}
