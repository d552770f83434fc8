/** Numbers, durations, sizes and times as people read them. Pure: `now` is passed in. */

const MINUS = "\u2212"

/** A number in about `digits` significant digits: 0.0312, 1.25e−7, 412, 38.1 M is `formatCount`. */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined) return "–"
  if (Number.isNaN(value)) return "NaN"
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`
  if (value === 0) return "0"
  const magnitude = Math.abs(value)
  if (Number.isInteger(value) && magnitude < 1e7) return sign(value.toString())
  if (magnitude >= 1e7 || magnitude < 1e-4) return scientific(value, digits)
  const fraction = Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)))
  return sign(dropZeros(value.toFixed(Math.min(fraction, 20))))
}

function scientific(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e")
  return sign(`${dropZeros(mantissa)}e${exponent.replace("+", "")}`)
}

const dropZeros = (text: string) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text)
const sign = (text: string) => text.replace(/-/g, MINUS)

/** Every digit a float64 has, for the hover. */
export function formatExact(value: number): string {
  if (Number.isFinite(value)) return sign(String(value))
  return formatNumber(value)
}

/** Fraction digits that tell the values of one column apart, so that they may be aligned. */
export function columnDigits(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0 || finite.every(Number.isInteger)) return 0
  const spread = Math.max(...finite) - Math.min(...finite)
  const scale = spread > 0 ? spread : Math.max(...finite.map(Math.abs))
  if (scale === 0) return 0
  return Math.min(8, Math.max(0, 3 - Math.floor(Math.log10(scale))))
}

/** 999, 1.2 k, 38 M, 4.1 G. */
export function formatCount(value: number): string {
  const magnitude = Math.abs(value)
  if (magnitude < 1000) return sign(dropZeros(value.toFixed(Number.isInteger(value) ? 0 : 1)))
  const units = ["k", "M", "G", "T", "P"]
  let scaled = value
  let unit = ""
  for (unit of units) {
    scaled /= 1000
    if (Math.abs(scaled) < 999.5) break
  }
  return `${sign(dropZeros(scaled.toFixed(Math.abs(scaled) < 10 ? 1 : 0)))} ${unit}`
}

/** 512 B, 1.5 KiB, 20 MiB. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
  let scaled = bytes
  let place = 0
  while (Math.abs(scaled) >= 1023.5 && place < units.length - 1) {
    scaled /= 1024
    place++
  }
  const digits = place === 0 || Math.abs(scaled) >= 10 ? 0 : 1
  return `${dropZeros(scaled.toFixed(digits))} ${units[place]}`
}

/** 850 ms, 4.2 s, 3m 07s, 2h 05m, 3d 04h. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–"
  if (seconds < 0) return `${MINUS}${formatDuration(-seconds)}`
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 10) return `${dropZeros(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`
  if (whole < 86400) return `${Math.floor(whole / 3600)}h ${two(Math.floor((whole % 3600) / 60))}m`
  return `${Math.floor(whole / 86400)}d ${two(Math.floor((whole % 86400) / 3600))}h`
}

const two = (value: number) => String(value).padStart(2, "0")

/** "now", "12 s ago", "3 min ago", "in 2 h", "5 d ago", and from half a year on the date. */
export function formatRelative(time: Date, now: Date): string {
  const seconds = (now.getTime() - time.getTime()) / 1000
  const distance = Math.abs(seconds)
  if (distance < 3) return "now"
  if (distance > 182 * 86400) return formatDate(time)
  const text = distanceText(distance)
  return seconds > 0 ? `${text} ago` : `in ${text}`
}

function distanceText(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`
  if (seconds < 60 * 86400) return `${Math.floor(seconds / 86400)} d`
  return `${Math.floor(seconds / (30 * 86400))} mo`
}

const formatDate = (time: Date) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`

/** Local time to the second, with the zone's offset: 2026-08-01 14:03:22 +02:00. */
export function formatTime(time: Date): string {
  const offset = -time.getTimezoneOffset()
  const zone = `${offset < 0 ? MINUS : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
  return `${formatDate(time)} ${formatClock(time)} ${zone}`
}

export const formatClock = (time: Date) => `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`

/** A difference with sign and arrow: ▲ +0.012, ▼ −3. */
export function formatDelta(value: number, digits = 3): string {
  if (value === 0) return "= 0"
  return value > 0 ? `▲ +${formatNumber(value, digits)}` : `▼ ${formatNumber(value, digits)}`
}

/** "1 run", "1,204 runs". */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : many}`
}
