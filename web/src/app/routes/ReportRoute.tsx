import { useParams } from "@tanstack/react-router"
import { reportOfSlug } from "@/products/reports/address"
import { ReportPage } from "@/products/reports/page/ReportPage"
import { NotFoundPage } from "../fallbacks"

export function ReportRoute() {
  const { entity, project, report: slug } = useParams({ strict: false }) as Record<string, string>
  const report = reportOfSlug(slug)
  if (report === null) return <NotFoundPage />
  return <ReportPage key={`${entity}/${project}/${report}`} at={{ entity, project, report }} />
}
