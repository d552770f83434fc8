import { useParams } from "@tanstack/react-router"
import { useState } from "react"
import { path } from "@/api/client"
import { Icon } from "@/ui/Icon"
import type { MediaRef } from "./mediaRef"

/** A picture or sound that came beside a span; of other kinds a link to it. */
export function StoredMedia({ mime, id }: MediaRef) {
  const { entity, project } = useParams({ strict: false }) as { entity: string; project: string }
  const [missing, setMissing] = useState(false)
  const src = `/api/v1${path("projects", entity, project, "object-files", id)}?type=${encodeURIComponent(mime)}`
  if (missing) {
    return (
      <p className="flex items-center gap-1.5 text-ink-3 text-sm">
        <Icon name="file" size={13} />
        {mime}: it was not uploaded, or to another project
      </p>
    )
  }
  if (mime.startsWith("image/")) {
    return (
      <img
        src={src}
        alt="Part of the message"
        onError={() => setMissing(true)}
        className="max-h-80 rounded border border-line"
      />
    )
  }
  if (mime.startsWith("audio/")) {
    // biome-ignore lint/a11y/useMediaCaption: what somebody said to a model comes without captions
    return <audio controls src={src} onError={() => setMissing(true)} />
  }
  return (
    <a href={src} target="_blank" rel="noreferrer" className="flex items-center gap-1.5 text-accent hover:underline">
      <Icon name="file" size={13} />
      {mime}
    </a>
  )
}
