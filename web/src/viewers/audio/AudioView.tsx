import { type PointerEvent, useEffect, useRef, useState } from "react"
import { IconButton } from "@/ui/Button"
import { DownloadLink } from "@/ui/DownloadLink"
import { useDark } from "@/ui/theme"
import { fetchBytes, TooLarge } from "../base/fetchFile"
import { useFile } from "../base/useFile"
import { mixDown, outline } from "./waveform"

const WAVE_BYTES = 32 * 1024 * 1024
const COLUMNS = 600

interface Wave {
  low: Float32Array
  high: Float32Array
  seconds: number
  rateHz: number
  channels: number
}

/** A sound with its wave form; a click on the wave moves there. */
export function AudioView({ url, path, name }: { url: string; path: string | null; name: string }) {
  const player = useRef<HTMLAudioElement>(null)
  const [playing, setPlaying] = useState(false)
  const [seconds, setSeconds] = useState(0)
  const [length, setLength] = useState(Number.NaN)
  const wave = useFile(url, readWave, "wave")
  const total = wave.data?.seconds ?? length
  const toggle = () => void (playing ? player.current?.pause() : player.current?.play().catch(() => setPlaying(false)))
  const seek = (share: number) => {
    if (player.current && Number.isFinite(total)) player.current.currentTime = share * total
  }
  return (
    <div className="flex min-w-0 flex-col rounded bg-sunken p-1">
      <div className="flex min-w-0 items-center gap-1">
        <IconButton icon={playing ? "pause" : "play"} label={playing ? "Pause" : `Play ${name}`} onClick={toggle} />
        <WaveForm wave={wave.data ?? null} share={total > 0 ? seconds / total : 0} onSeek={seek} />
        <DownloadLink href={url} name={path?.split("/").at(-1)} />
      </div>
      <div className="num flex justify-between px-2 text-ink-3 text-xs">
        <span>{`${clock(seconds)} / ${clock(total)}`}</span>
        <span>{wave.error instanceof TooLarge ? "too long for a wave form" : describe(wave.data)}</span>
      </div>
      {/* biome-ignore lint/a11y/useMediaCaption: logged media has no captions */}
      <audio
        ref={player}
        preload="none"
        src={url}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setSeconds(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => setLength(event.currentTarget.duration)}
      />
    </div>
  )
}

async function readWave(url: string, signal: AbortSignal): Promise<Wave> {
  const bytes = await fetchBytes(url, WAVE_BYTES, signal)
  const context = new OfflineAudioContext(1, 1, 44_100)
  const sound = await context.decodeAudioData(bytes.buffer)
  const shape = outline(mixDown(sound), COLUMNS)
  return { ...shape, seconds: sound.duration, rateHz: sound.sampleRate, channels: sound.numberOfChannels }
}

interface WaveFormProps {
  wave: Wave | null
  share: number
  onSeek: (share: number) => void
}

function WaveForm({ wave, share, onSeek }: WaveFormProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const dark = useDark()
  useEffect(() => {
    if (canvas.current && wave) drawWave(canvas.current, wave, share, dark)
  }, [wave, share, dark])
  const seek = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    onSeek(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)))
  }
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={wave ? "Wave form" : "No wave form"}
      data-ready={wave !== null}
      width={COLUMNS}
      height={56}
      onPointerDown={seek}
      className="h-14 w-full min-w-0 flex-1 cursor-pointer"
    />
  )
}

function drawWave(canvas: HTMLCanvasElement, wave: Wave, share: number, dark: boolean): void {
  const context = canvas.getContext("2d")
  if (!context) return
  const middle = canvas.height / 2
  const most = Math.max(1e-6, ...wave.high, ...wave.low.map((value) => -value))
  const scale = (middle - 2) / most
  context.clearRect(0, 0, canvas.width, canvas.height)
  for (let column = 0; column < COLUMNS; column++) {
    const played = column < share * COLUMNS
    context.fillStyle = played ? (dark ? "#6aa2ff" : "#1f5fd6") : dark ? "#8e98a7" : "#5f6978"
    const top = middle - wave.high[column] * scale
    const bottom = middle - wave.low[column] * scale
    context.fillRect(column, top, 1, Math.max(1, bottom - top))
  }
}

const describe = (wave: Wave | undefined) =>
  wave ? `${wave.channels === 1 ? "mono" : wave.channels === 2 ? "stereo" : `${wave.channels} channels`}` : ""

const clock = (seconds: number) =>
  Number.isFinite(seconds) ? `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}` : "–"
