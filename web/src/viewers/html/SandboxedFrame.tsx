import { useState } from "react"
import { cx } from "@/lib/classNames"
import { Button } from "@/ui/Button"

interface SandboxedFrameProps {
  src: string
  title: string
  className?: string
}

/**
 * A page that a run logged. It may run scripts, but has an origin of its own: it cannot act as the person. What it
 * names elsewhere is loaded only when the person says so.
 */
export function SandboxedFrame({ src, title, className }: SandboxedFrameProps) {
  const [external, setExternal] = useState(false)
  const address = external ? `${src}${src.includes("?") ? "&" : "?"}external=1` : src
  return (
    <div className={cx("group relative overflow-hidden bg-white", className)}>
      <iframe
        key={address}
        src={address}
        title={title}
        sandbox="allow-scripts"
        loading="lazy"
        referrerPolicy="no-referrer"
        className="h-full w-full border-0"
      />
      {!external && (
        <Button
          size="sm"
          title="Styles, scripts and pictures from other servers are left out. Loading them tells these servers that you look at this page."
          onClick={() => setExternal(true)}
          className="absolute right-2 bottom-2 opacity-0 focus:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100"
        >
          Load from elsewhere
        </Button>
      )}
    </div>
  )
}
