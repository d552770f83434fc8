/** Ending of a molecule's file → name of its format in 3Dmol. */
const FORMATS: Record<string, string> = {
  pdb: "pdb",
  ent: "pdb",
  pqr: "pqr",
  cif: "cif",
  mcif: "cif",
  mmcif: "cif",
  sdf: "sdf",
  sd: "sdf",
  mol: "sdf",
  mol2: "mol2",
  gro: "gro",
  xyz: "xyz",
}

/** Null for files that cannot be drawn. */
export function moleculeFormat(path: string): string | null {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1].toLowerCase() ?? ""
  return FORMATS[ending] ?? null
}

export const endingOf = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? path
