import { expect, test } from "vitest"
import { histogramBins, mediaItems, rebin } from "./mediaItems"

const urlOf = (path: string) => `/files/${path}`

test("a single image takes the server's address", () => {
  const [item] = mediaItems(
    { _type: "image-file", path: "a.png", url: "/signed/a.png", width: 8, caption: "cat" },
    urlOf,
  )
  expect(item).toMatchObject({ type: "image", url: "/signed/a.png", widthPx: 8, caption: "cat" })
})

test("a list of images gives one item each, with captions", () => {
  const items = mediaItems(
    {
      _type: "images/separated",
      filenames: ["a.png", "b.png"],
      urls: ["/u/a.png", null],
      captions: ["A", "B"],
      width: 4,
      height: 4,
    },
    urlOf,
  )
  expect(items.map((item) => [item.url, item.caption])).toEqual([
    ["/u/a.png", "A"],
    ["/files/b.png", "B"],
  ])
})

test("lists of videos and plain lists are flattened", () => {
  const videos = {
    _type: "videos",
    count: 2,
    videos: [
      { _type: "video-file", path: "a.mp4" },
      { _type: "video-file", path: "b.mp4" },
    ],
    captions: ["one", "two"],
  }
  expect(mediaItems(videos, urlOf).map((item) => [item.type, item.url, item.caption])).toEqual([
    ["video", "/files/a.mp4", "one"],
    ["video", "/files/b.mp4", "two"],
  ])
  expect(
    mediaItems(
      [
        { _type: "plotly-file", path: "p" },
        { _type: "html-file", path: "h" },
      ],
      urlOf,
    ).map((item) => item.type),
  ).toEqual(["plotly", "html"])
})

test("what nobody knows is shown as JSON", () => {
  expect(mediaItems({ _type: "from-the-future", x: 1 }, urlOf)[0].type).toBe("json")
  expect(mediaItems("text", urlOf)[0]).toMatchObject({ type: "json", value: "text" })
})

test("both forms of a histogram", () => {
  expect(histogramBins({ values: [1, 2], bins: [0, 1, 2] })).toEqual({ counts: [1, 2], edges: [0, 1, 2] })
  expect(histogramBins({ values: [1, 2], packedBins: { min: -1, size: 0.5, count: 2 } })?.edges).toEqual([-1, -0.5, 0])
  expect(histogramBins({ values: [1, 2], bins: [0, 1] })).toBeNull()
})

test("putting bins on a common grid keeps the total", () => {
  const grid = rebin({ edges: [0, 1, 3], counts: [4, 8] }, -1, 4, 10)
  expect(grid.reduce((sum, count) => sum + count, 0)).toBeCloseTo(12)
  expect(grid.slice(0, 2)).toEqual([0, 0])
  expect(rebin({ edges: [1, 1], counts: [5] }, 0, 2, 4)).toEqual([0, 0, 5, 0])
})
