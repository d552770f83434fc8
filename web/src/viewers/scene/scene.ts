import * as three from "three"
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js"
import { loadObject } from "./sceneLoaders"

/** Draw what a file holds into an element. Returns the way to close it. Throws when the file or WebGL fails. */
export async function openScene(element: HTMLElement, url: string, path: string, dark: boolean): Promise<() => void> {
  const renderer = new three.WebGLRenderer({ antialias: true, alpha: true })
  const object = await loadObject(url, path, dark).catch((error: unknown) => {
    renderer.dispose()
    throw error
  })
  const scene = new three.Scene()
  scene.add(object, new three.HemisphereLight(0xffffff, 0x667788, 2.2), cameraLight())
  const camera = new three.PerspectiveCamera(45, 1, 0.01, 1000)
  frameObject(camera, object)
  const controls = new OrbitControls(camera, renderer.domElement)
  const draw = () => renderer.render(scene, camera)
  controls.addEventListener("change", draw)
  const observer = new ResizeObserver(() => {
    fitTo(renderer, camera, element)
    draw()
  })
  element.append(renderer.domElement)
  observer.observe(element)
  return () => {
    observer.disconnect()
    controls.dispose()
    renderer.dispose()
    renderer.domElement.remove()
  }
}

function cameraLight(): three.Light {
  const light = new three.DirectionalLight(0xffffff, 1.4)
  light.position.set(2, 3, 4)
  return light
}

/** Move and scale so that the whole object stands in view around the origin. */
function frameObject(camera: three.PerspectiveCamera, object: three.Object3D): void {
  const box = new three.Box3().setFromObject(object)
  const size = box.getSize(new three.Vector3()).length() || 1
  const middle = box.getCenter(new three.Vector3())
  object.position.sub(middle).multiplyScalar(2 / size)
  object.scale.multiplyScalar(2 / size)
  camera.position.set(1.2, 0.9, 2.2)
  camera.lookAt(0, 0, 0)
}

function fitTo(renderer: three.WebGLRenderer, camera: three.PerspectiveCamera, element: HTMLElement): void {
  const { clientWidth, clientHeight } = element
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio))
  renderer.setSize(clientWidth, clientHeight)
  camera.aspect = clientWidth / Math.max(1, clientHeight)
  camera.updateProjectionMatrix()
}
