import { cx } from "@/lib/classNames"

/** Drawn for this UI on a 16-unit grid, stroked with the text's colour. */
const PATHS = {
  home: "M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5",
  project:
    "M2 4.5A1.5 1.5 0 0 1 3.5 3h3l1.5 2h4.5A1.5 1.5 0 0 1 14 6.5v5A1.5 1.5 0 0 1 12.5 13h-9A1.5 1.5 0 0 1 2 11.5z",
  chart: "M2 13h12M4 10l3-4 2.5 2.5L13 4",
  settings: "M2 5h6M12 5h2M2 11h2M8 11h6M8 5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M4 11a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
  search: "M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0M10 10l3.5 3.5",
  sun: "M8 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5",
  monitor: "M2 3h12v8H2zM6 14h4M8 11v3",
  check: "M3 8.5 6.5 12 13 4.5",
  close: "M4 4l8 8M12 4l-8 8",
  copy: "M6 6h7v7H6zM10 6V3H3v7h3",
  chevronDown: "M4 6l4 4 4-4",
  chevronRight: "M6 4l4 4-4 4",
  chevronLeft: "M10 4 6 8l4 4",
  chevronUp: "M4 10l4-4 4 4",
  more: "M2.9 8a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0M7.4 8a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0M11.9 8a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0",
  grip: "M5.5 4h.01M5.5 8h.01M5.5 12h.01M10.5 4h.01M10.5 8h.01M10.5 12h.01",
  wrap: "M2.5 3.5h11M2.5 8h8.5a2.2 2.2 0 0 1 0 4.5H8M9.5 11 8 12.5 9.5 14M2.5 12.5h3",
  plus: "M8 3v10M3 8h10",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5 5 13h6l.5-8.5",
  stop: "M4.5 4.5h7v7h-7z",
  download: "M8 2.5V10M5 7.5 8 10.5l3-3M3 13h10",
  file: "M4 2.5h5l3 3V13.5H4zM9 2.5V6h3",
  folder: "M2 4h4l1.5 1.5H14V12.5H2z",
  edit: "M3 13l.5-3L10.5 3l2.5 2.5L6 12.5zM9 4.5 11.5 7",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8M10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0",
  eyeOff:
    "M2 2l12 12M6.5 3.7C7 3.6 7.5 3.5 8 3.5c4 0 6.5 4.5 6.5 4.5a12 12 0 0 1-2 2.5M4 5C2.4 6.3 1.5 8 1.5 8S4 12.5 8 12.5c1 0 2-.3 2.8-.7",
  external: "M9 3h4v4M13 3 7.5 8.5M11 9.5V13H3V5h3.5",
  filter: "M2 3.5h12L9.5 8.5V13l-3-1.5V8.5z",
  sort: "M5 3v10M5 13l-2-2.5M5 13l2-2.5M11 13V3M11 3 9 5.5M11 3l2 2.5",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  key: "M7.5 8.5a3 3 0 1 1-.01-.01M7.4 8.6 13 3M11 5l2 2M9.5 6.5 11 8",
  user: "M10.5 5.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0M3 13.5c.5-3 2.5-4 5-4s4.5 1 5 4",
  clock: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M8 4.5V8l2.5 1.5",
  alert: "M8 2.5 14.5 13.5h-13zM8 6.5V10M8 12h.01",
  branch: "M5 4.5a1.5 1.5 0 1 1-.01 0M5 11.5a1.5 1.5 0 1 1-.01 0M11 5.5a1.5 1.5 0 1 1-.01 0M5 7.5v4M11 8.5c0 2-2 2-6 3",
  logout: "M9.5 3H3v10h6.5M6.5 8h7M11 5.5 13.5 8 11 10.5",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  expand: "M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5 9 7M2.5 13.5 7 9",
  image: "M2 3h12v10H2zM2 11l3.5-3.5 3 3 2-2L14 11M10.5 6h.01",
  refresh: "M13 8a5 5 0 1 1-1.5-3.5M13 2.5v3h-3",
  tag: "M2.5 2.5h5l6 6-5 5-6-6zM5.5 5.5h.01",
  sidebar: "M2 3h12v10H2zM6 3v10",
  play: "M5 3.5v9l7-4.5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  trace: "M2.5 3.5h8M5 8h8M7.5 12.5h4M2.5 3.5v9",
  sweep: "M3 2.5v11M8 2.5v11M13 2.5v11M3 5l5 5 5-6",
  launch: "M6 10 3.5 9.5 5 6.5h2.2C8.5 4 10.5 2.5 13.5 2.5c0 3-1.5 5-4 6.3V11l-3 1.5zM3 13l2-2M10.2 5.8h.01",
  arrowUp: "M8 13V3.5M4 7l4-4 4 4",
  arrowDown: "M8 3v9.5M4 9l4 4 4-4",
  group: "M2 3h7M4.5 6.5H14M4.5 9.5H14M2 13h7M2 3v10",
  undo: "M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7",
  redo: "M10 3.5l3 3-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9",
  save: "M3 3h8l2 2v8H3zM5.5 3v3h4V3M5 13V9h6v4",
  artifact: "M8 1.8 13.5 4.7v6.6L8 14.2 2.5 11.3V4.7zM2.7 4.8 8 7.6l5.3-2.8M8 7.6v6.4",
  shelf: "M2.5 2.5v11M13.5 2.5v11M2.5 7.5h11M2.5 12.5h11M4.5 7.5V4h3v3.5M9 12.5V9.5h3v3",
  lock: "M4 7.5h8V13H4zM5.5 7.5V5.5a2.5 2.5 0 0 1 5 0v2",
  graph: "M1.5 8h3M6.5 4h3M6.5 12h3M11.5 4h3M11.5 12h3M4.5 8c2 0 0-4 2-4M4.5 8c2 0 0 4 2 4",
  bolt: "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z",
  table: "M2.5 3h11v10h-11zM2.5 6.5h11M2.5 9.7h11M6.5 6.5V13",
  minus: "M3 8h10",
  thumbUp:
    "M2.5 7.5H5v6H2.5zM5 8l2.5-5.5A1.6 1.6 0 0 1 9 4v2.5h3.2a1.3 1.3 0 0 1 1.3 1.5l-.8 4.3a1.4 1.4 0 0 1-1.4 1.2H5",
  thumbDown:
    "M2.5 8.5H5v-6H2.5zM5 8l2.5 5.5A1.6 1.6 0 0 0 9 12V9.5h3.2A1.3 1.3 0 0 0 13.5 8l-.8-4.3a1.4 1.4 0 0 0-1.4-1.2H5",
  pin: "M6 2.5h4l-.5 4L12 9H4l2.5-2.5zM8 9v4.5",
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cx("shrink-0", className)}
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
