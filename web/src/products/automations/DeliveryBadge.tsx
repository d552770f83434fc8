import type { DeliveryState } from "@/api/automations"
import { Badge, type Tone } from "@/ui/Badge"

const LOOKS: Record<DeliveryState, { tone: Tone; word: string }> = {
  waiting: { tone: "warn", word: "waiting" },
  delivered: { tone: "ok", word: "delivered" },
  failed: { tone: "danger", word: "failed" },
  done: { tone: "neutral", word: "nothing to send" },
}

export function DeliveryBadge({ state }: { state: DeliveryState }) {
  return <Badge tone={LOOKS[state].tone}>{LOOKS[state].word}</Badge>
}
