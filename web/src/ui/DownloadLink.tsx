import { Icon } from "./Icon"

export function DownloadLink({ href, name }: { href: string; name?: string }) {
  return (
    <a
      href={href}
      download={name ?? true}
      aria-label="Download"
      title="Download"
      className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
    >
      <Icon name="download" />
    </a>
  )
}
