export { runningBest, type Stair } from "./best"
export { type ScatterAxis, ScatterChart, type ScatterChartProps } from "./ScatterChart"
