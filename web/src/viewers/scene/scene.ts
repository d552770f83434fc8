import * as three from "three"
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js"
import { loadObject } from "./loadObject"

export interface OpenScene {
  /** What the file holds, in words. */
  caption: string
  reset: () => void
  close: () => void
}

/** Draw what a file holds into an element. Throws when the file or WebGL fails. */
export async function openScene(
  element: HTMLElement,
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
  dark: boolean,
): Promise<OpenScene> {
  const { object, caption } = await loadObject(bytes, path, dark)
  const renderer = new three.WebGLRenderer({ antialias: true, alpha: true })
  const scene = new three.Scene()
  scene.add(object, new three.HemisphereLight(0xffffff, 0x667788, 2.2))
  const camera = new three.PerspectiveCamera(45, 1, 0.01, 1000)
  camera.add(cameraLight())
  scene.add(camera)
  frameObject(object)
  const controls = new OrbitControls(camera, renderer.domElement)
  const draw = () => renderer.render(scene, camera)
  const reset = () => {
    camera.position.set(1.2, 0.9, 2.2)
    controls.target.set(0, 0, 0)
    controls.update()
    draw()
  }
  reset()
  controls.addEventListener("change", draw)
  const observer = new ResizeObserver(() => {
    fitTo(renderer, camera, element)
    draw()
  })
  element.append(renderer.domElement)
  observer.observe(element)
  const close = () => {
    observer.disconnect()
    controls.dispose()
    disposeAll(object)
    renderer.dispose()
    renderer.forceContextLoss()
    renderer.domElement.remove()
  }
  return { caption, reset, close }
}

function cameraLight(): three.Light {
  const light = new three.DirectionalLight(0xffffff, 1.4)
  light.position.set(1, 1, 1)
  return light
}

/** Move and scale so that the whole object stands in view around the origin. */
function frameObject(object: three.Object3D): void {
  const box = new three.Box3().setFromObject(object)
  const size = box.getSize(new three.Vector3()).length() || 1
  const middle = box.getCenter(new three.Vector3())
  object.position.sub(middle).multiplyScalar(2 / size)
  object.scale.multiplyScalar(2 / size)
}

function fitTo(renderer: three.WebGLRenderer, camera: three.PerspectiveCamera, element: HTMLElement): void {
  const { clientWidth, clientHeight } = element
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio))
  renderer.setSize(clientWidth, clientHeight)
  camera.aspect = clientWidth / Math.max(1, clientHeight)
  camera.updateProjectionMatrix()
}

function disposeAll(object: three.Object3D): void {
  object.traverse((part) => {
    const { geometry, material } = part as Partial<three.Mesh>
    geometry?.dispose()
    for (const one of Array.isArray(material) ? material : [material]) one?.dispose()
  })
}
