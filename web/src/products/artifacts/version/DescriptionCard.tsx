import { lazy, Suspense } from "react"
import { SkeletonRows } from "@/ui/Skeleton"
import { TextCard } from "@/ui/TextCard"

const Markdown = lazy(() => import("@/ui/Markdown").then((module) => ({ default: module.Markdown })))

interface DescriptionCardProps {
  text: string
  empty: string
  /** Left out for those who may only read. */
  onSave?: (text: string) => void
}

/** A description, written in Markdown. */
export function DescriptionCard({ text, empty, onSave }: DescriptionCardProps) {
  return (
    <TextCard title="Description" text={text} empty={empty} language="Markdown" rows={8} onSave={onSave}>
      <Suspense fallback={<SkeletonRows rows={3} />}>
        <Markdown text={text} />
      </Suspense>
    </TextCard>
  )
}
