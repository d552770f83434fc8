import "./slate"
import { useState } from "react"
import { ReactEditor, useSlate } from "slate-react"
import { cx } from "@/lib/classNames"
import { Button } from "@/ui/Button"
import { Input } from "@/ui/Input"
import { Menu } from "@/ui/Menu"
import { Popover } from "@/ui/Popover"
import type { Mark } from "../document/blocks"
import { type BlockKind, convertTo } from "./convert"
import { useReportHome } from "./home"
import { isMarked, isSafeUrl, linkAt, setLink, toggleMark } from "./marks"
import { SLASH_ITEMS } from "./slashItems"
import { topBlock } from "./typing"

const MARKS: { mark: Mark; label: string; text: string; look: string }[] = [
  { mark: "bold", label: "Bold", text: "B", look: "font-bold" },
  { mark: "italic", label: "Italic", text: "I", look: "italic font-serif" },
  { mark: "underline", label: "Underlined", text: "U", look: "underline" },
  { mark: "inlineCode", label: "Code", text: "<>", look: "font-mono" },
]

/** Marks, links and kinds of blocks for those who do not know the keys. */
export function Toolbar() {
  const editor = useSlate()
  const home = useReportHome()
  const kind = kindOf(editor)
  const put = (next: BlockKind) => {
    convertTo(editor, next, home)
    ReactEditor.focus(editor)
  }
  return (
    <div
      role="toolbar"
      aria-label="Format"
      className="report-tools sticky top-0 z-20 -mx-1 mb-3 flex items-center gap-0.5 border-line border-b bg-canvas px-1 py-1.5"
    >
      <Menu
        trigger={
          <Button size="sm" variant="ghost" className="min-w-28 justify-start" aria-label={`Kind of block: ${kind}`}>
            {kind}
          </Button>
        }
        entries={SLASH_ITEMS.map((item) => ({
          label: item.label,
          shortcut: item.hint.length < 4 ? item.hint : undefined,
          onSelect: () => put(item.kind),
        }))}
      />
      {MARKS.map(({ mark, label, text, look }) => (
        <Button
          key={mark}
          size="sm"
          variant="ghost"
          aria-label={label}
          aria-pressed={isMarked(editor, mark)}
          className={cx("w-7", look, isMarked(editor, mark) && "bg-accent-soft text-accent")}
          onPointerDown={(event) => {
            event.preventDefault()
            toggleMark(editor, mark)
          }}
        >
          {text}
        </Button>
      ))}
      <LinkButton />
    </div>
  )
}

function LinkButton() {
  const editor = useSlate()
  const [open, setOpen] = useState(false)
  const [url, setUrl] = useState("")
  const change = (next: boolean) => {
    setUrl(String(linkAt(editor)?.url ?? ""))
    setOpen(next)
  }
  return (
    <Popover
      open={open}
      onOpenChange={change}
      className="w-80"
      trigger={
        <Button size="sm" variant="ghost" disabled={!editor.selection} aria-pressed={linkAt(editor) !== null}>
          Link
        </Button>
      }
    >
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          setLink(editor, url.trim())
          setOpen(false)
          ReactEditor.focus(editor)
        }}
      >
        <Input
          aria-label="Address"
          placeholder="https://…"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <Button type="submit" disabled={url.trim() !== "" && !isSafeUrl(url)}>
          {linkAt(editor) && !url.trim() ? "Unlink" : "Set"}
        </Button>
      </form>
    </Popover>
  )
}

const NAMES: Record<string, string> = {
  paragraph: "Text",
  default: "Text",
  "block-quote": "Quote",
  "code-block": "Code",
  "callout-block": "Callout",
  "panel-grid": "Panel grid",
  image: "Picture",
  latex: "Formula",
}

function kindOf(editor: ReturnType<typeof useSlate>): string {
  const block = topBlock(editor)?.[0]
  if (!block) return "Text"
  if (block.type === "heading") return `Heading ${block.level ?? 1}`
  if (block.type === "list") return block.ordered ? "Numbered list" : "Bulleted list"
  return NAMES[block.type] ?? "Block"
}
