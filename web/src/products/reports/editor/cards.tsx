import { useState } from "react"
import { Button } from "@/ui/Button"
import { Icon } from "@/ui/Icon"
import { Input } from "@/ui/Input"
import { asList, asObject, asText, type Element, KEPT, textOf } from "../document/blocks"
import { isSafeUrl } from "./marks"

interface PictureProps {
  element: Element
  onChange: ((next: Partial<Element>) => void) | null
}

/** A picture. Those of other sites are links: to load them would tell those sites who reads this. */
export function Picture({ element, onChange }: PictureProps) {
  const [editing, setEditing] = useState(onChange !== null && !element.url)
  const url = asText(element.url)
  const caption = element.hasCaption ? textOf({ ...element, content: undefined }) : ""
  if (editing && onChange) {
    const done = (next: Partial<Element>) => {
      setEditing(false)
      onChange(next)
    }
    return <PictureForm url={url} caption={caption} onDone={done} />
  }
  return (
    <figure className="group/source relative text-center">
      {isOwn(url) ? (
        <img src={url} alt={caption} className="mx-auto max-h-[70vh] rounded-lg" />
      ) : (
        <LinkCard url={url} title={`Picture at ${hostOf(url)}`} icon="image" />
      )}
      {caption && <figcaption className="mt-1 text-ink-3 text-sm">{caption}</figcaption>}
      {onChange && (
        <Button
          size="sm"
          icon="edit"
          className="absolute top-1 right-1 opacity-0 focus-visible:opacity-100 group-hover/source:opacity-100"
          onClick={() => setEditing(true)}
        >
          Edit
        </Button>
      )}
    </figure>
  )
}

function PictureForm({
  url,
  caption,
  onDone,
}: {
  url: string
  caption: string
  onDone: (next: Partial<Element>) => void
}) {
  const [address, setAddress] = useState(url)
  const [words, setWords] = useState(caption)
  return (
    <form
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-3"
      onSubmit={(event) => {
        event.preventDefault()
        onDone({ url: address.trim(), hasCaption: words !== "", children: [{ text: words }] })
      }}
    >
      <Input
        aria-label="Address of the picture"
        placeholder="https://…"
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      />
      <Input
        aria-label="Caption"
        placeholder="Caption"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button type="submit" size="sm" className="self-end" disabled={!isSafeUrl(address)}>
        Done
      </Button>
    </form>
  )
}

/** Pictures that this server has. */
const isOwn = (url: string) => url.startsWith("/") || url.startsWith(`${window.location.origin}/`)

function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return "an address that cannot be read"
  }
}

interface LinkCardProps {
  url: string
  title: string
  text?: string
  icon: "image" | "external" | "play"
}

function LinkCard({ url, title, text, icon }: LinkCardProps) {
  const look = "flex min-w-0 items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3 text-left"
  const inside = (
    <>
      <Icon name={icon} className="text-ink-3" />
      <span className="min-w-0">
        <span className="block truncate font-medium">{title}</span>
        <span className="block truncate text-ink-3 text-sm">{text || url}</span>
      </span>
    </>
  )
  if (!isSafeUrl(url)) return <div className={look}>{inside}</div>
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener nofollow"
      className={`${look} hover:border-line-strong hover:bg-hover`}
    >
      {inside}
    </a>
  )
}

const REMOTE: Record<string, string> = {
  video: "Video",
  spotify: "Music at Spotify",
  soundcloud: "Music at SoundCloud",
  twitter: "Post",
}

/** A thing of another site: a link where there is an address, and nothing is loaded from there. */
export function RemoteThing({ element }: { element: Element }) {
  const track = asText(element.spotifyID)
  const found = /https?:\/\/[^\s"'<>]+/.exec(asText(element.html))?.[0] ?? ""
  const url = asText(element.url) || (track ? `https://open.spotify.com/track/${track}` : found)
  return <LinkCard url={url} title={`${REMOTE[element.type]}${url ? ` at ${hostOf(url)}` : ""}`} icon="play" />
}

export function Gallery({ element }: { element: Element }) {
  const reports = asList(element.ids).map((id) => ({ type: "report", id }))
  const links = [...asList(element.links), ...reports].map(asObject)
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      {links.map((link, at) =>
        link.type === "url" ? (
          <LinkCard
            key={at}
            url={asText(link.url)}
            title={asText(link.title) || hostOf(asText(link.url))}
            text={asText(link.description)}
            icon="external"
          />
        ) : (
          <LinkCard key={at} url="" title="A report" text={asText(link.id)} icon="external" />
        ),
      )}
    </div>
  )
}

/** What is not drawn here: named, and kept as it is. */
export function Named({ element }: { element: Element }) {
  const type = element.type === KEPT ? asText(asObject(element.block).type) : element.type
  return (
    <p className="rounded-lg border border-line border-dashed px-4 py-3 text-ink-3 text-sm">
      {`A block “${type || "without a type"}”: kept as it is, not drawn here.`}
    </p>
  )
}
