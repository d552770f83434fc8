import { formatBytes } from "@/lib/format"

/** "▲ +1.2 KiB", "same size". */
export function sizeDeltaText(bytes: number): string {
  if (bytes === 0) return "same size"
  return bytes > 0 ? `▲ +${formatBytes(bytes)}` : `▼ −${formatBytes(-bytes)}`
}
