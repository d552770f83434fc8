import { useNavigate } from "@tanstack/react-router"
import type { LineageNode } from "@/api/artifacts"
import { PeekDrawer } from "@/ui/PeekDrawer"
import { versionPage } from "../address"
import { ClusterBody } from "./ClusterBody"
import { clusterName, type Drawn, nodeName } from "./collapse"
import { RunBody } from "./RunBody"
import { SpansBody } from "./SpansBody"
import { spansPage } from "./spansPage"
import { VersionBody } from "./VersionBody"

interface NodePeekProps {
  drawn: Drawn
  /** The nodes of the graph, in whose order the neighbours are. */
  all: readonly Drawn[]
  onPeek: (drawnId: string | null) => void
  onPick: (nodeId: string) => void
  onOpen: (cluster: number) => void
}

/** What is behind a node, beside the graph. */
export function NodePeek({ drawn, all, onPeek, onPick, onOpen }: NodePeekProps) {
  const navigate = useNavigate()
  const place = all.findIndex((one) => one.drawnId === drawn.drawnId)
  const neighbour = (step: number) => {
    const next = place < 0 ? undefined : all[place + step]
    return next && (() => onPeek(next.drawnId))
  }
  const open = (node: LineageNode) => {
    if (node.kind === "version") return void navigate(versionPage(node))
    if (node.kind === "spans") return void navigate(spansPage(node))
    const { entity, project, run_id: run } = node
    return void navigate({ to: "/$entity/$project/runs/$run", params: { entity, project, run } })
  }
  const title = "members" in drawn ? clusterName(drawn.members) : nodeName(drawn.node)
  return (
    <PeekDrawer
      key={drawn.drawnId}
      title={title}
      label={title}
      onClose={() => onPeek(null)}
      onPrevious={neighbour(-1)}
      onNext={neighbour(1)}
      onOpenPage={"node" in drawn ? () => open(drawn.node) : undefined}
    >
      {"members" in drawn && (
        <ClusterBody members={drawn.members} onPick={onPick} onPeek={onPeek} onOpen={() => onOpen(drawn.cluster)} />
      )}
      {"node" in drawn && drawn.node.kind === "version" && <VersionBody node={drawn.node} />}
      {"node" in drawn && drawn.node.kind === "run" && <RunBody node={drawn.node} />}
      {"node" in drawn && drawn.node.kind === "spans" && <SpansBody node={drawn.node} />}
    </PeekDrawer>
  )
}
