import { classKey } from "./overlayChoice"
import type { OverlayLayers } from "./useOverlay"

export interface ClassRow {
  classId: number
  label: string
}

/** Of boxes the classes that are there, of masks those that have a label: their pixels are not read for this. */
export function layersWithClasses(layers: OverlayLayers): { name: string; classes: ClassRow[] }[] {
  const found = new Map<string, Map<number, string>>()
  const add = (layer: string, classId: number, label: string | undefined) => {
    if (!found.has(layer)) found.set(layer, new Map())
    found.get(layer)?.set(classId, label ?? `class ${classId}`)
  }
  for (const { name, labels, boxes } of layers.boxes)
    for (const box of boxes) add(name, box.classId, labels[box.classId])
  for (const { name, labels } of layers.masks)
    for (const [classId, label] of Object.entries(labels)) if (Number(classId) !== 0) add(name, Number(classId), label)
  return [...found].map(([name, classes]) => ({
    name,
    classes: [...classes].map(([classId, label]) => ({ classId, label })).sort((a, b) => a.classId - b.classId),
  }))
}

/** The classes of all layers together: those of the same number and label are one, with a key for each layer. */
export function classesOfAll(layers: ReturnType<typeof layersWithClasses>): (ClassRow & { keys: string[] })[] {
  const found = new Map<string, ClassRow & { keys: string[] }>()
  for (const { name, classes } of layers)
    for (const { classId, label } of classes) {
      const row = found.get(`${classId} ${label}`) ?? { classId, label, keys: [] }
      row.keys.push(classKey(name, classId))
      found.set(`${classId} ${label}`, row)
    }
  return [...found.values()].sort((one, other) => one.classId - other.classId)
}
