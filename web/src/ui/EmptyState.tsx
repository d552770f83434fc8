import type { ReactNode } from "react"
import { CopyButton } from "./CopyButton"
import { Icon, type IconName } from "./Icon"

interface EmptyStateProps {
  icon?: IconName
  title: string
  text?: ReactNode
  /** Code that fills this place, with a copy button. */
  snippet?: string
  children?: ReactNode
}

export function EmptyState({ icon, title, text, snippet, children }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-center gap-3 px-4 py-12 text-center">
      {icon && <Icon name={icon} size={28} className="text-ink-3" />}
      <h2 className="font-semibold text-lg">{title}</h2>
      {text && <div className="text-ink-2">{text}</div>}
      {snippet && <Snippet code={snippet} />}
      {children}
    </div>
  )
}

export function Snippet({ code }: { code: string }) {
  return (
    <div className="relative w-full text-left">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
        tabIndex={0}
        className="overflow-x-auto rounded-lg border border-line bg-sunken p-3 pr-12 font-mono text-sm leading-relaxed"
      >
        {code}
      </pre>
      <div className="absolute top-1.5 right-1.5 rounded-md bg-sunken">
        <CopyButton text={code} />
      </div>
    </div>
  )
}
