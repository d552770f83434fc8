import { Outlet, useRouterState } from "@tanstack/react-router"
import { useEffect, useState } from "react"
import { cx } from "@/lib/classNames"
import { useKeyboard } from "@/ui/commands"
import { HelpDialog } from "./HelpDialog"
import { OfflineBanner } from "./OfflineBanner"
import { Palette } from "./palette/Palette"
import { Rail } from "./rail/Rail"
import { TopBar } from "./TopBar"
import { useAppCommands } from "./useAppCommands"

const RAIL_KEY = "runlake.rail"

function useRail() {
  const [wide, setWide] = useState(() => localStorage.getItem(RAIL_KEY) !== "narrow")
  const toggle = () =>
    setWide((before) => {
      localStorage.setItem(RAIL_KEY, before ? "narrow" : "wide")
      return !before
    })
  return { wide, toggle }
}

/** Rail, bar and page. On a phone the rail comes over the page when asked for. */
export function Layout() {
  const rail = useRail()
  const [overlay, setOverlay] = useState(false)
  const [open, setOpen] = useState<"palette" | "help" | null>(null)
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the overlay
  useEffect(() => setOverlay(false), [pathname])
  useKeyboard()
  useAppCommands({ openPalette: () => setOpen("palette"), openHelp: () => setOpen("help"), toggleRail: rail.toggle })
  return (
    <div className="flex h-full overflow-hidden">
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:absolute focus:z-80 focus:m-2 focus:rounded focus:bg-raised focus:p-2"
      >
        Skip to the page
      </a>
      {overlay && (
        <button
          type="button"
          aria-label="Close the navigation"
          className="fixed inset-0 z-40 bg-black/40 md:hidden"
          onClick={() => setOverlay(false)}
        />
      )}
      <div
        className={cx("z-40 h-full shrink-0 max-md:fixed max-md:inset-y-0 max-md:left-0", !overlay && "max-md:hidden")}
      >
        <Rail wide={rail.wide || overlay} onToggle={rail.toggle} onPalette={() => setOpen("palette")} />
      </div>
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar onMenu={() => setOverlay(true)} onHelp={() => setOpen("help")} />
        <OfflineBanner />
        <main id="page" className="min-h-0 flex-1 overflow-auto">
          <Outlet />
        </main>
      </div>
      {open === "palette" && <Palette onClose={() => setOpen(null)} />}
      {open === "help" && <HelpDialog onClose={() => setOpen(null)} />}
    </div>
  )
}
