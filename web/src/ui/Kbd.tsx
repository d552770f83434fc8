/** Keys to press, separated by blanks: "Ctrl K" is a chord, "g h" a sequence. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.split(" ").map((key, index) => (
        <kbd
          key={index}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border border-line bg-sunken px-1 font-sans text-ink-2 text-xs"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
