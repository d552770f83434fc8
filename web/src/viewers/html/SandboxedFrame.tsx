import { cx } from "@/lib/classNames"

/** A page that a run logged. It may run scripts, but has an origin of its own: it cannot act as the person. */
export function SandboxedFrame({ src, title, className }: { src: string; title: string; className?: string }) {
  return (
    <iframe
      src={src}
      title={title}
      sandbox="allow-scripts"
      loading="lazy"
      className={cx("w-full border-0 bg-white", className)}
    />
  )
}
