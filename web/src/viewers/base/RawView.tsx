import { cx } from "@/lib/classNames"
import { DownloadLink } from "@/ui/DownloadLink"
import type { MediaItem } from "./mediaItems"

const MOST_CHARACTERS = 100_000

/** No viewer for this kind: the value as it was logged, and the file if there is one. */
export function RawView({ item, height }: { item: MediaItem; height: string }) {
  const text = JSON.stringify(item.value, null, 2) ?? ""
  return (
    <div className={cx("relative overflow-auto rounded bg-sunken", height)}>
      {item.url && (
        <div className="absolute top-1 right-1">
          <DownloadLink href={item.url} name={item.path?.split("/").at(-1)} />
        </div>
      )}
      {item.url && (
        <p className="px-2 pt-2 pr-9 text-ink-2 text-sm">There is no viewer for this kind of file; download it.</p>
      )}
      <pre className="p-2 font-mono text-[12px]">
        {text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n… cut` : text}
      </pre>
    </div>
  )
}
