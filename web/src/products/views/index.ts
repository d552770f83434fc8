export { useRememberedLayout } from "./useRememberedLayout"
export { ViewMenu } from "./ViewMenu"
