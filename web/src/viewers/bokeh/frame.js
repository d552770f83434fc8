// Runs inside the sandboxed frame, as a plain script beside BokehJS: draws the document that the page sends.
;(() => {
  const tell = (message) => window.parent.postMessage(message, "*")
  /** A figure alone fills the frame; what says itself how it wants to be sized, and layouts of several, do as they say. */
  const fillFrame = (roots) => {
    const [root] = roots
    if (roots.length !== 1 || root.name !== "Figure" || !root.attributes || root.attributes.sizing_mode) return
    root.attributes.width = Math.max(120, window.innerWidth - 8)
    root.attributes.height = Math.max(100, window.innerHeight - 8)
  }
  const draw = async ({ content, ground, ink }) => {
    document.body.style.background = ground
    document.body.style.color = ink
    fillFrame(content.roots)
    const root_ids = content.roots.map((root) => root.id ?? root)
    const items = root_ids.map((id) => {
      const element = document.createElement("div")
      element.id = `root-${id}`
      document.body.append(element)
      return [id, element.id]
    })
    await window.Bokeh.embed.embed_items({ d: content }, [{ docid: "d", root_ids, roots: Object.fromEntries(items) }])
  }
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent) return
    draw(event.data).then(
      () => tell({ kind: "drawn" }),
      (error) => tell({ kind: "failed", text: String(error?.message ?? error) }),
    )
  })
  tell({ kind: "ready" })
})()
