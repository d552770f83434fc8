import type { Visibility } from "@/api"

export const VISIBILITIES: { value: Visibility; label: string }[] = [
  { value: "private", label: "Private to its owner" },
  { value: "shared_read", label: "Everybody here may read" },
  { value: "shared_write", label: "Everybody here may write" },
]
