interface SparklineProps {
  values: readonly number[]
  width?: number
  height?: number
  label: string
  className?: string
}

/** Bars without axes; an empty day keeps a hairline so that the row does not jump. */
export function Sparkline({ values, width = 120, height = 24, label, className }: SparklineProps) {
  const top = Math.max(1, ...values)
  const step = width / Math.max(1, values.length)
  return (
    <svg role="img" aria-label={label} width={width} height={height} className={className}>
      <title>{label}</title>
      {values.map((value, index) => {
        const bar = value > 0 ? Math.max(2, (value / top) * (height - 1)) : 1
        return (
          <rect
            key={index}
            x={index * step}
            y={height - bar}
            width={Math.max(1, step - 1)}
            height={bar}
            rx={value > 0 ? 1 : 0}
            className={value > 0 ? "fill-accent" : "fill-line-strong"}
          />
        )
      })}
    </svg>
  )
}
