export { ViewMenu } from "./ViewMenu"
