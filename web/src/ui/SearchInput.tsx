import { useRef } from "react"
import { useCommands } from "./commands"
import { Input } from "./Input"

interface SearchInputProps {
  /** "Search projects": the placeholder, the name for screen readers, and the command. */
  label: string
  value: string
  onChange: (value: string) => void
  className?: string
}

/** The search of a page: `/` goes to it, Escape empties it and goes back. */
export function SearchInput({ label, value, onChange, className = "w-64" }: SearchInputProps) {
  const field = useRef<HTMLInputElement>(null)
  useCommands([{ group: "Page", label, keys: "/", icon: "search", run: () => field.current?.focus() }])
  return (
    <Input
      ref={field}
      size="sm"
      icon="search"
      className={className}
      placeholder={label}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return
        onChange("")
        field.current?.blur()
      }}
    />
  )
}
