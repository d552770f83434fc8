import { expect, test } from "vitest"
import { mixDown, outline } from "./waveform"

test("each stretch keeps its lowest and highest value", () => {
  const { low, high } = outline(new Float32Array([0, 1, -1, 0.5, 0.25, -0.5]), 3)
  expect([...low]).toEqual([0, -1, -0.5])
  expect([...high]).toEqual([1, 0.5, 0.25])
})

test("fewer samples than columns, and none at all", () => {
  expect([...outline(new Float32Array([0.5]), 2).high]).toEqual([0.5, 0.5])
  expect([...outline(new Float32Array(0), 2).low]).toEqual([0, 0])
})

test("channels are averaged", () => {
  const channels = [new Float32Array([1, 0]), new Float32Array([0, -1])]
  const mixed = mixDown({ length: 2, numberOfChannels: 2, getChannelData: (channel) => channels[channel] })
  expect([...mixed]).toEqual([0.5, -0.5])
})
