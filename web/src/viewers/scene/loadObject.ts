import * as three from "three"
import { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js"
import { OBJLoader } from "three/examples/jsm/loaders/OBJLoader.js"
import { STLLoader } from "three/examples/jsm/loaders/STLLoader.js"
import { plural } from "@/lib/format"
import { parseLooseJson } from "@/lib/looseJson"
import { drawPoints } from "./points"
import { readCloud } from "./readCloud"

export interface Loaded {
  object: three.Object3D
  caption: string
}

/** Read a file by its ending. Throws for one that cannot be drawn. */
export async function loadObject(bytes: Uint8Array<ArrayBuffer>, path: string, dark: boolean): Promise<Loaded> {
  const ink = dark ? 0xaeb7c4 : 0x6b7686
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1].toLowerCase() ?? ""
  if (ending === "json") return drawPoints(readCloud(parseLooseJson(textOf(bytes))), ink)
  if (ending === "gltf" || ending === "glb") return counted(await loadGltf(bytes))
  if (ending === "obj") return counted(withMaterial(new OBJLoader().parse(textOf(bytes)), ink))
  if (ending === "stl") return counted(new three.Mesh(new STLLoader().parse(bytes.buffer), solid(ink)))
  throw new Error(`There is no viewer for .${ending} files; download it.`)
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** What the file names beside itself is not loaded: only what is in it. */
async function loadGltf(bytes: Uint8Array<ArrayBuffer>): Promise<three.Object3D> {
  const manager = new three.LoadingManager()
  manager.setURLModifier((url) => (/^(data|blob):/.test(url) ? url : "data:,"))
  return (await new GLTFLoader(manager).parseAsync(bytes.buffer, "")).scene
}

const solid = (colour: number) =>
  new three.MeshStandardMaterial({ color: colour, roughness: 0.8, side: three.DoubleSide })

function withMaterial(object: three.Object3D, colour: number): three.Object3D {
  const material = solid(colour)
  object.traverse((part) => {
    if (part instanceof three.Mesh) part.material = material
  })
  return object
}

function counted(object: three.Object3D): Loaded {
  let triangles = 0
  object.traverse((part) => {
    if (!(part instanceof three.Mesh)) return
    const geometry = part.geometry as three.BufferGeometry
    triangles += (geometry.index?.count ?? geometry.getAttribute("position")?.count ?? 0) / 3
  })
  if (triangles === 0) throw new Error("The file holds no surfaces.")
  return { object, caption: plural(Math.round(triangles), "triangle") }
}
