import { cx } from "@/lib/classNames"
import { IconButton } from "./Button"
import { dismissToast, useToasts } from "./toasts"

export function Toaster() {
  const toasts = useToasts()
  return (
    <div aria-live="polite" className="fixed right-4 bottom-4 z-70 flex w-80 max-w-[calc(100vw-32px)] flex-col gap-2">
      {toasts.map((toast) => (
        <div
          key={toast.toastId}
          className={cx(
            "flex items-start gap-2 rounded-lg border bg-raised py-1.5 pr-1.5 pl-3 text-ink shadow-pop",
            toast.tone === "danger" ? "border-danger" : "border-line",
          )}
        >
          <span className="min-w-0 flex-1 break-words py-1">{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              className="h-7 px-1 font-medium text-accent"
              onClick={() => {
                toast.action?.run()
                dismissToast(toast.toastId)
              }}
            >
              {toast.action.label}
            </button>
          )}
          <IconButton icon="close" label="Dismiss" onClick={() => dismissToast(toast.toastId)} />
        </div>
      ))}
    </div>
  )
}
