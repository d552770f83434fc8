import { expect, test } from "vitest"
import { mediaItems } from "./mediaItems"

const context = { urlOf: (path: string) => `/files/${path}` }

test("a single image takes the server's address", () => {
  const [item] = mediaItems(
    { _type: "image-file", path: "a.png", url: "/signed/a.png", width: 8, caption: "cat" },
    context,
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
    context,
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
  expect(mediaItems(videos, context).map((item) => [item.type, item.url, item.caption])).toEqual([
    ["video", "/files/a.mp4", "one"],
    ["video", "/files/b.mp4", "two"],
  ])
  expect(
    mediaItems(
      [
        { _type: "plotly-file", path: "p" },
        { _type: "html-file", path: "h" },
      ],
      context,
    ).map((item) => item.type),
  ).toEqual(["plotly", "html"])
})

test("what nobody knows is shown as JSON", () => {
  expect(mediaItems({ _type: "from-the-future", x: 1 }, context)[0].type).toBe("json")
  expect(mediaItems("text", context)[0]).toMatchObject({ type: "json", value: "text" })
})
