import { QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { createQueryClient } from "@/app/queryClient"
import { goToLogin, router } from "@/app/router"
import "@/app/styles.css"

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
