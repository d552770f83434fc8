import { cleanup, render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { afterEach, expect, test } from "vitest"
import { KeyValueTree } from "./KeyValueTree"

afterEach(cleanup)

const config = {
  lr: 0.000123456789,
  model: { name: "resnet18", depth: 18 },
  image: { _type: "image-file", path: "a.png" },
}
const show = () => render(<KeyValueTree label="Config" value={config} empty="Nothing." />)

test("numbers are rounded, with every digit on hover", () => {
  show()
  expect(screen.getByText("0.000123457").title).toBe("0.000123456789")
})

test("branches open and close; logged media say what they are and stay closed", async () => {
  show()
  expect(screen.queryByText("resnet18")).not.toBeNull()
  await userEvent.click(screen.getByRole("button", { name: /^model/ }))
  expect(screen.queryByText("resnet18")).toBeNull()
  expect(screen.queryByText("image-file")).not.toBeNull()
  expect(screen.queryByText("a.png")).toBeNull()
})

test("a search narrows the tree and says when nothing fits", async () => {
  show()
  await userEvent.type(screen.getByLabelText("Search Config"), "depth")
  expect(screen.queryByText("18")).not.toBeNull()
  expect(screen.queryByText("lr")).toBeNull()
  await userEvent.type(screen.getByLabelText("Search Config"), "zzz")
  expect(screen.getByText(/Nothing fits/)).not.toBeNull()
})
