import { useParams } from "@tanstack/react-router"
import { ObjectPage } from "@/products/objects/ObjectPage"
import { Content } from "@/products/traces/Content"

const draw = (title: string, value: unknown) => <Content title={title} value={value} />

/** `op` is told by the address: the code of a traced function may have the name of an object. */
export function ObjectRoute({ op }: { op: boolean }) {
  const { entity, project, name, version } = useParams({ strict: false }) as Record<string, string>
  return <ObjectPage key={`${op} ${name}`} at={{ entity, project, name, op }} version={version} draw={draw} />
}

export const CodeRoute = () => <ObjectRoute op />
export const ValueRoute = () => <ObjectRoute op={false} />
