import { expect, test } from "vitest"
import { classesOfAll, layersWithClasses } from "./classes"
import { withToggled } from "./overlayChoice"

const box = { x: 0, y: 0, width: 1, height: 1, classId: 1, caption: null, scores: {} }

test("a class of several layers is one, and goes on and off in all of them", () => {
  const boxes = [{ name: "guess", labels: { 1: "dog" }, boxes: [box, { ...box, classId: 3 }] }]
  const masks = [{ name: "truth", labels: { 0: "ground", 1: "dog", 2: "cat" }, url: "/m.png" }]
  const classes = classesOfAll(layersWithClasses({ boxes, masks }))
  expect(classes.map(({ label, keys }) => [label, keys])).toEqual([
    ["dog", ["guess:1", "truth:1"]],
    ["cat", ["truth:2"]],
    ["class 3", ["guess:3"]],
  ])
  const hidden = withToggled(new Set(["truth:1"]), classes[0].keys)
  expect([...hidden].sort()).toEqual(["guess:1", "truth:1"])
  expect(withToggled(hidden, classes[0].keys).size).toBe(0)
})
