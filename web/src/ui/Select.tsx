import { Select as Radix } from "radix-ui"
import { cx } from "@/lib/classNames"
import { Icon } from "./Icon"
import { MENU_ITEM, MENU_PANEL } from "./Menu"

export interface SelectProps<T extends string> {
  value: T
  options: readonly { value: T; label: string; hint?: string }[]
  onChange: (value: T) => void
  label: string
  size?: "sm" | "md"
  className?: string
}

export function Select<T extends string>({ value, options, onChange, label, size = "md", className }: SelectProps<T>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <Radix.Trigger
        aria-label={label}
        className={cx(
          "inline-flex items-center justify-between gap-1.5 rounded-md border border-line bg-surface text-ink hover:border-line-strong",
          size === "sm" ? "h-6 px-2 text-sm" : "h-7.5 px-2.5",
          className,
        )}
      >
        <Radix.Value />
        <Radix.Icon>
          <Icon name="chevronDown" size={12} className="text-ink-3" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content position="popper" sideOffset={4} className={cx(MENU_PANEL, "max-h-80")}>
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item key={option.value} value={option.value} className={MENU_ITEM}>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.hint && <span className="ml-auto pl-4 text-ink-3 text-sm">{option.hint}</span>}
                <Radix.ItemIndicator className={option.hint ? "pl-2" : "ml-auto pl-4"}>
                  <Icon name="check" size={13} />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
