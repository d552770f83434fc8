declare module "3dmol/build/3Dmol.es6-min.js" {
  export interface Viewer {
    addModel: (
      data: string,
      format: string,
      options: { keepH: boolean },
    ) => { selectedAtoms: (selection: object) => { resn?: string }[] }
    setStyle: (selection: object, style: object) => void
    setBackgroundColor: (colour: string, alpha: number) => void
    zoomTo: () => void
    render: () => void
    resize: () => void
    clear: () => void
  }
  export function createViewer(element: HTMLElement, config: object): Viewer | undefined
}
