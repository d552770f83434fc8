import { useEffect, useRef } from "react"

const QUIET_MS = 200

/** Hands on what was typed once it is quiet, and takes over what was changed from elsewhere: a link, the back button. */
export function useSettled(
  text: string,
  value: string,
  setText: (text: string) => void,
  onChange: (text: string) => void,
): void {
  const sent = useRef(value)
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value, setText])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      latest.current(text)
    }, QUIET_MS)
    return () => clearTimeout(timer)
  }, [text])
}
