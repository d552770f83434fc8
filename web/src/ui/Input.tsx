import type { InputHTMLAttributes, Ref, TextareaHTMLAttributes } from "react"
import { cx } from "@/lib/classNames"
import { Icon, type IconName } from "./Icon"

const FIELD =
  "w-full rounded-md border border-line bg-surface text-ink placeholder:text-ink-3 hover:border-line-strong focus:border-accent focus:outline-none focus:ring-1 focus:ring-accent disabled:opacity-60"

export interface InputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "size"> {
  icon?: IconName
  size?: "sm" | "md"
  ref?: Ref<HTMLInputElement>
}

export function Input({ icon, size = "md", className, ...rest }: InputProps) {
  const field = (
    <input
      {...rest}
      className={cx(FIELD, size === "sm" ? "h-6 px-2 text-sm" : "h-7.5 px-2.5", icon && "pl-7", !icon && className)}
    />
  )
  if (!icon) return field
  return (
    <span className={cx("relative inline-flex items-center", className)}>
      <Icon name={icon} size={13} className="pointer-events-none absolute left-2 text-ink-3" />
      {field}
    </span>
  )
}

export function TextArea({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return <textarea {...rest} className={cx(FIELD, "px-2.5 py-1.5", className)} />
}

/** A labelled form row with room for an explanation or an error. */
export function Field({
  label,
  error,
  hint,
  children,
}: {
  label: string
  error?: string
  hint?: string
  children: React.ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="block">
      <span className="mb-1 block font-medium text-ink-2 text-sm">{label}</span>
      {children}
      {error && (
        <span role="alert" className="mt-1 block text-danger text-sm">
          {error}
        </span>
      )}
      {hint && !error && <span className="mt-1 block text-ink-3 text-sm">{hint}</span>}
    </label>
  )
}
