import { Outlet } from "@tanstack/react-router"
import { Toaster } from "@/ui/Toaster"
import { TooltipProvider } from "@/ui/Tooltip"

export function Root() {
  return (
    <TooltipProvider delayDuration={350} skipDelayDuration={200}>
      <Outlet />
      <Toaster />
    </TooltipProvider>
  )
}
