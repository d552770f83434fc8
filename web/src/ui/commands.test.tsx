import { cleanup, fireEvent, render } from "@testing-library/react"
import { afterEach, expect, test, vi } from "vitest"
import { type Command, keysText, listCommands, useCommands, useKeyboard } from "./commands"

afterEach(cleanup)

function Page({ commands, priority }: { commands: Command[]; priority?: number }) {
  useKeyboard()
  useCommands(commands, priority)
  return <input aria-label="field" />
}

const command = (keys: string, run = vi.fn()): Command & { run: ReturnType<typeof vi.fn> } => ({
  group: "Test",
  label: keys,
  keys,
  run,
})

test("single keys, sequences and chords run their command", () => {
  const [next, home, palette] = [command("j"), command("g h"), command("mod+k")]
  render(<Page commands={[next, home, palette]} />)
  fireEvent.keyDown(window, { key: "j" })
  fireEvent.keyDown(window, { key: "g" })
  fireEvent.keyDown(window, { key: "h" })
  fireEvent.keyDown(window, { key: "k", ctrlKey: true })
  expect([next, home, palette].map((one) => one.run.mock.calls.length)).toEqual([1, 1, 1])
})

test("while somebody types, only chords work", () => {
  const [next, palette] = [command("j"), command("mod+k")]
  const { getByLabelText } = render(<Page commands={[next, palette]} />)
  fireEvent.keyDown(getByLabelText("field"), { key: "j", bubbles: true })
  fireEvent.keyDown(getByLabelText("field"), { key: "k", ctrlKey: true, bubbles: true })
  expect(next.run).not.toHaveBeenCalled()
  expect(palette.run).toHaveBeenCalledOnce()
})

test("a ticked box takes no letters, and a field takes back its own", () => {
  const [next, undo, peek] = [command("j"), command("mod+z"), command("Space")]
  const { getByLabelText } = render(
    <>
      <Page commands={[next, undo, peek]} />
      <input type="checkbox" aria-label="box" />
    </>,
  )
  fireEvent.keyDown(getByLabelText("box"), { key: "j", bubbles: true })
  fireEvent.keyDown(getByLabelText("box"), { key: " ", bubbles: true })
  fireEvent.keyDown(getByLabelText("field"), { key: "z", ctrlKey: true, bubbles: true })
  expect([next, undo, peek].map((one) => one.run.mock.calls.length)).toEqual([1, 0, 0])
})

test("a layer of higher priority takes a key from the page", () => {
  const [page, drawer] = [command("["), command("[")]
  render(<Page commands={[page]} />)
  render(<Layer commands={[drawer]} priority={10} />)
  fireEvent.keyDown(window, { key: "[" })
  expect(drawer.run).toHaveBeenCalledOnce()
  expect(page.run).not.toHaveBeenCalled()
})

test("an open dialog keeps the page's keys away", () => {
  const next = command("j")
  render(<Page commands={[next]} />)
  render(<div role="dialog" data-state="open" />)
  fireEvent.keyDown(window, { key: "j" })
  expect(next.run).not.toHaveBeenCalled()
})

test("commands go with the page that listed them", () => {
  const { unmount } = render(<Page commands={[command("j")]} />)
  expect(listCommands()).toHaveLength(1)
  unmount()
  expect(listCommands()).toHaveLength(0)
})

test("keys are written as people know them", () => {
  expect(keysText("mod+k")).toBe("Ctrl K")
  expect(keysText("g h")).toBe("g h")
  expect(keysText("Escape")).toBe("Esc")
})

function Layer({ commands, priority }: { commands: Command[]; priority: number }) {
  useCommands(commands, priority)
  return null
}
