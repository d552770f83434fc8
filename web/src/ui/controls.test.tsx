import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { afterEach, expect, test, vi } from "vitest"
import { EditableText } from "./EditableText"
import { NumberText } from "./NumberText"
import { RelativeTime } from "./RelativeTime"
import { Splitter } from "./Splitter"
import { StateDot } from "./StateDot"
import { Tabs } from "./Tabs"

afterEach(cleanup)

test("the splitter moves by keys, within its bounds", () => {
  const change = vi.fn()
  render(<Splitter share={0.84} onChange={change} label="Width" first="a" second="b" />)
  const divider = screen.getByRole("separator", { name: "Width" })
  fireEvent.keyDown(divider, { key: "ArrowLeft" })
  fireEvent.keyDown(divider, { key: "PageDown" })
  fireEvent.keyDown(divider, { key: "Home" })
  expect(change.mock.calls.map(([share]) => Number(share.toFixed(2)))).toEqual([0.82, 0.85, 0.15])
})

test("a share of one hides the second pane and the divider", () => {
  render(<Splitter share={1} onChange={() => {}} label="Width" first="left" second="right" />)
  expect(screen.queryByText("right")).toBeNull()
  expect(screen.queryByRole("separator")).toBeNull()
})

test("tabs move with the arrows and wrap around", async () => {
  const change = vi.fn()
  const items = [
    { value: "a", label: "A" },
    { value: "b", label: "B" },
  ] as const
  render(<Tabs label="Parts" value="b" items={items} onChange={change} />)
  screen.getByRole("tab", { name: "B" }).focus()
  await userEvent.keyboard("{ArrowRight}")
  expect(change).toHaveBeenCalledWith("a")
})

test("edited text is saved by Enter and dropped by Escape", async () => {
  const save = vi.fn()
  render(<EditableText label="Name" value="old" onSave={save} />)
  await userEvent.click(screen.getByRole("button"))
  await userEvent.keyboard("no{Escape}")
  expect(save).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole("button"))
  await userEvent.keyboard("new{Enter}")
  expect(save).toHaveBeenCalledExactlyOnceWith("new")
})

test("states have a word besides their colour", () => {
  render(<StateDot state="crashed" />)
  expect(screen.getByText("Crashed")).not.toBeNull()
})

test("numbers and times carry their exact form", () => {
  render(<NumberText value={0.123456789} />)
  expect(screen.getByTitle("0.123456789").textContent).toBe("0.1235")
  const at = new Date(Date.now() - 120_000).toISOString()
  const { container } = render(<RelativeTime at={at} />)
  expect(container.querySelector("time")?.textContent).toBe("2 min ago")
  expect(container.querySelector("time")?.title).toMatch(/^\d{4}-\d{2}-\d{2} /)
})
