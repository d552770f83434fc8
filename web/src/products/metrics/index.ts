export { ChartCanvas } from "./ChartCanvas"
