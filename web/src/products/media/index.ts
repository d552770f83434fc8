export { MediaCanvas } from "./MediaCanvas"
