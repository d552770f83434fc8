import { useEffect, useState } from "react"
import { Button, IconButton } from "./Button"
import { toast } from "./toasts"

/** The clipboard API needs a secure context; plain http on another host falls back to the selection. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text)
  const area = document.createElement("textarea")
  area.value = text
  area.style.position = "fixed"
  area.style.opacity = "0"
  const parent = document.activeElement?.closest("[role=dialog]") ?? document.body
  parent.append(area)
  area.select()
  const copied = document.execCommand("copy")
  area.remove()
  if (!copied) throw new Error("The browser did not allow copying.")
}

export function CopyButton({ text, label, className }: { text: string; label?: string; className?: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () =>
    copyText(text).then(
      () => setCopied(true),
      (error: unknown) => toast.error(error),
    )
  const icon = copied ? "check" : "copy"
  if (!label) return <IconButton icon={icon} label={copied ? "Copied" : "Copy"} onClick={copy} className={className} />
  return (
    <Button icon={icon} size="sm" onClick={copy} className={className}>
      {copied ? "Copied" : label}
    </Button>
  )
}
