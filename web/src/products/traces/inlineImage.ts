type Json = Record<string, unknown>

const SHOWN = /^image\/(png|jpeg|gif|webp)$/

/** Is it an address that holds the image itself? Others would tell their owner who reads this. */
export const isInlineImage = (url: unknown): url is string =>
  typeof url === "string" && /^data:image\/(png|jpeg|gif|webp);base64,/.test(url)

/**
 * The image that a part of a message holds in base64, as an address; null for other parts. OpenTelemetry writes it as a
 * blob, Anthropic as a source, Google as inline data, Vercel's AI SDK as an image or a file.
 * Source: the GenAI semantic conventions' schema of messages and the APIs' references.
 */
export function inlineImageOf(item: Json): string | null {
  const source = [item.source, item.inlineData, item.inline_data].find(isObject) ?? item
  const mime = source.mime_type ?? source.media_type ?? source.mimeType ?? source.mediaType
  const bytes = source.data ?? source.image ?? (item.type === "blob" ? item.content : undefined)
  if (isInlineImage(bytes)) return bytes
  return typeof mime === "string" && SHOWN.test(mime) && typeof bytes === "string" && isBase64(bytes)
    ? `data:${mime};base64,${bytes}`
    : null
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null

/** Only its beginning is looked at: it may be megabytes. */
const isBase64 = (text: string) => /^[A-Za-z0-9+/=_-]+$/.test(text.slice(0, 64))
