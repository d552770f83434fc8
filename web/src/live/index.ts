export type { LiveEvent, LiveNumber, LiveTopic, PointsDelta } from "./topics"
export { useLive } from "./useLive"
