import { cleanup, render, screen, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { createRef } from "react"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import type { RunRow } from "@/api"
import { RunsTable, type RunsTableProps } from "./RunsTable"

const rows = ["one", "two"].map((name, index) => ({
  run_id: name,
  display_name: name,
  state: index ? "finished" : "running",
  tags: index ? ["prod"] : [],
  created_at: "2026-01-02T03:04:05.000Z",
  duration_s: 61,
  fields: { "config.lr": index ? 0.25 : 0.5 },
})) as unknown as RunRow[]

const actions = {
  toggleShown: vi.fn(),
  toggleSelected: vi.fn(),
  focus: vi.fn(),
  peek: vi.fn(),
  open: vi.fn(),
  hrefOf: (id: string) => `/e/p/runs/${id}`,
}

function show(more: Partial<RunsTableProps> = {}) {
  const onSort = vi.fn()
  render(
    <RunsTable
      frame={createRef()}
      runs={rows}
      total={2}
      columns={["config.lr", "tags"]}
      sort={[]}
      styles={new Map()}
      shown={new Set(["one"])}
      selected={new Set()}
      focused={null}
      baseline={null}
      waiting={false}
      actions={actions}
      onSort={onSort}
      onSelectAll={() => undefined}
      onMove={() => undefined}
      onEnd={() => undefined}
      {...more}
    />,
  )
  return { onSort, row: (name: string) => screen.getByRole("row", { name: new RegExp(name) }) }
}

beforeEach(() => vi.clearAllMocks())
afterEach(cleanup)

test("a row shows its eye, its name, its state and its values", async () => {
  const { row } = show()
  expect(within(row("one")).getByText("Running")).toBeTruthy()
  expect(within(row("two")).getByText("0.250")).toBeTruthy()
  expect(within(row("two")).getByText("prod")).toBeTruthy()
  await userEvent.click(screen.getByLabelText("Hide one in charts"))
  expect(actions.toggleShown).toHaveBeenCalledWith("one")
  await userEvent.click(screen.getByText("two"))
  expect(actions.open).toHaveBeenCalledWith("two")
})

test("a header sorts, and with Shift adds a key", async () => {
  const { onSort } = show()
  const user = userEvent.setup()
  await user.click(screen.getByRole("button", { name: "lr" }))
  await user.keyboard("{Shift>}")
  await user.click(screen.getByRole("button", { name: "Tags" }))
  expect(onSort.mock.calls).toEqual([
    ["config.lr", false],
    ["tags", true],
  ])
})

test("numbers carry their difference to the baseline", () => {
  const { row } = show({ baseline: rows[0] })
  expect(within(row("one")).getByText("base")).toBeTruthy()
  expect(within(row("two")).getByText("▼ −0.250")).toBeTruthy()
})

test("Enter opens and Space peeks at the active row, while buttons keep their keys", async () => {
  show({ focused: "two" })
  const user = userEvent.setup()
  screen.getByRole("grid").focus()
  await user.keyboard("{Enter} ")
  expect(actions.open).toHaveBeenCalledWith("two")
  expect(actions.peek).toHaveBeenCalledWith("two")
  screen.getByLabelText("Show two in charts").focus()
  await user.keyboard("{Enter}")
  expect(actions.toggleShown).toHaveBeenCalledWith("two")
  expect(actions.open).toHaveBeenCalledTimes(1)
})
