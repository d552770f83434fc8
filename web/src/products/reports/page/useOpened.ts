import { useMemo } from "react"
import { openDocument, widthOf } from "../document/document"
import { outlineOf } from "../document/outline"

/** A document for reading; an error for what cannot be read. */
export function useOpened(spec: string) {
  return useMemo(() => {
    try {
      const open = openDocument(spec)
      return { open, width: widthOf(spec), headings: outlineOf(open.blocks), error: null }
    } catch (error) {
      return { open: null, width: "readable" as const, headings: [], error }
    }
  }, [spec])
}
