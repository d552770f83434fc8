// Runs before the first paint, as a file and not inline, so that a strict Content-Security-Policy holds.
;(() => {
  const root = document.documentElement
  const read = (name) => {
    try {
      return localStorage.getItem(name)
    } catch {
      return null
    }
  }
  const theme = read("runlake.theme")
  const dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches)
  root.dataset.theme = dark ? "dark" : "light"
  root.dataset.density = read("runlake.density") === "compact" ? "compact" : "normal"
})()
