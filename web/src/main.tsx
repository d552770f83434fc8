import { QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { createQueryClient } from "@/app/queryClient"
import { goToLogin, router } from "@/app/router"
import "@/app/styles.css"

// After an upgrade of the server an open tab asks for files that are gone: take the new version, but not in a loop.
window.addEventListener("vite:preloadError", () => {
  const last = Number(sessionStorage.getItem("runlake.reloaded") ?? 0)
  if (Date.now() - last < 30_000) return
  sessionStorage.setItem("runlake.reloaded", String(Date.now()))
  window.location.reload()
})

const queryClient = createQueryClient(() => goToLogin(queryClient))
const container = document.getElementById("root")
if (!container) throw new Error("index.html has no #root")

createRoot(container).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} context={{ queryClient }} />
    </QueryClientProvider>
  </StrictMode>,
)
