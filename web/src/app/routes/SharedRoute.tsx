import { useSearch } from "@tanstack/react-router"
import { SharedPage } from "@/products/reports/page/SharedPage"

export function SharedRoute() {
  const { accessToken = "" } = useSearch({ strict: false }) as Record<string, string>
  return <SharedPage token={accessToken} />
}
