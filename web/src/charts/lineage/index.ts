export type { NodeLook } from "./GraphNode"
export { LineageGraph } from "./LineageGraph"
export type { GraphLink } from "./layout"
