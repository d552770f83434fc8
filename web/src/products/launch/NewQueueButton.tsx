import { Button } from "@/ui/Button"

export function NewQueueButton({ onClick }: { onClick: () => void }) {
  return (
    <Button size="sm" variant="primary" icon="plus" onClick={onClick}>
      New queue
    </Button>
  )
}
