import { Link } from "@tanstack/react-router"
import { addressOf, parseRef, shortDigest } from "@/lib/weaveRefs"

/** A reference as a link to the page of what it names; other texts as they are. */
export function RefLink({ value }: { value: string }) {
  const ref = parseRef(value)
  if (!ref) return <span className="break-words">{value || "–"}</span>
  return (
    <Link to={addressOf(ref) as never} title={value} className="text-accent hover:underline">
      {ref.name}
      <span className="num pl-1 text-ink-3 text-sm">{shortDigest(ref.version)}</span>
    </Link>
  )
}
