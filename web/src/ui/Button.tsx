import type { ButtonHTMLAttributes, Ref } from "react"
import { cx } from "@/lib/classNames"
import { Icon, type IconName } from "./Icon"
import { Tooltip } from "./Tooltip"

const VARIANTS = {
  primary: "bg-accent text-accent-ink hover:brightness-110",
  secondary: "bg-surface text-ink border border-line hover:border-line-strong hover:bg-hover",
  ghost: "text-ink-2 hover:bg-hover hover:text-ink",
  danger: "bg-surface text-danger border border-line hover:border-danger hover:bg-danger-soft",
}
const SIZES = { sm: "h-6 px-2 text-sm gap-1", md: "h-7.5 px-3 gap-1.5" }

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: keyof typeof VARIANTS
  size?: keyof typeof SIZES
  icon?: IconName
  ref?: Ref<HTMLButtonElement>
}

export function Button({ variant = "secondary", size = "md", icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(
        "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md font-medium",
        "transition-[background-color,border-color,color] duration-75 disabled:pointer-events-none disabled:opacity-50",
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
    >
      {icon && <Icon name={icon} size={14} />}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> {
  icon: IconName
  /** Read by screen readers and shown on hover. */
  label: string
  shortcut?: string
  active?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function IconButton({ icon, label, shortcut, active, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={active}
        {...rest}
        className={cx(
          "inline-flex size-7 shrink-0 items-center justify-center rounded-md disabled:pointer-events-none disabled:opacity-40",
          active ? "bg-accent-soft text-accent" : "text-ink-2 hover:bg-hover hover:text-ink",
          className,
        )}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  )
}
