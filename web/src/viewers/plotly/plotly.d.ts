declare module "plotly.js-strict-dist-min" {
  const plotly: {
    newPlot: (element: HTMLElement, data: unknown[], layout: object, config: object) => Promise<unknown>
    purge: (element: HTMLElement) => void
  }
  export default plotly
}
