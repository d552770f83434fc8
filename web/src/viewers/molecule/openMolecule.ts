export type MoleculeStyle = "auto" | "stick" | "sphere" | "cartoon" | "line"

export const MOLECULE_STYLES: { value: MoleculeStyle; label: string }[] = [
  { value: "auto", label: "Automatic" },
  { value: "stick", label: "Sticks" },
  { value: "sphere", label: "Balls" },
  { value: "cartoon", label: "Ribbon" },
  { value: "line", label: "Lines" },
]

/** From this many residues on, a chain is read better as a ribbon than as its atoms. */
const RIBBON_ATOMS = 200

/** Draw a molecule into an element. Returns the way to close it. Throws when the text or WebGL fails. */
export async function openMolecule(
  element: HTMLElement,
  text: string,
  format: string,
  style: MoleculeStyle,
  dark: boolean,
): Promise<() => void> {
  const { createViewer } = await import("3dmol/build/3Dmol.es6-min.js")
  const viewer = createViewer(element, { antialias: true, disableFog: true })
  if (!viewer) throw new Error("This browser has no WebGL.")
  viewer.setBackgroundColor(dark ? "#0a0d11" : "#eef0f3", 1)
  const model = viewer.addModel(text, format, { keepH: true })
  const atoms = model.selectedAtoms({})
  if (atoms.length === 0) throw new Error("The file holds no atoms.")
  viewer.setStyle({}, styleOf(style, atoms.length, format))
  viewer.zoomTo()
  viewer.render()
  const observer = new ResizeObserver(() => viewer.resize())
  observer.observe(element)
  return () => {
    observer.disconnect()
    viewer.clear()
    element.replaceChildren()
  }
}

function styleOf(style: MoleculeStyle, atomCount: number, format: string): object {
  const hasChains = format === "pdb" || format === "cif" || format === "pqr"
  if (style === "cartoon" || (style === "auto" && hasChains && atomCount >= RIBBON_ATOMS))
    return { cartoon: { color: "spectrum" } }
  if (style === "sphere") return { sphere: { scale: 1 } }
  if (style === "line") return { line: {} }
  return { stick: { radius: 0.15 }, sphere: { scale: 0.28 } }
}
