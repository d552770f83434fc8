import { createContext, useContext } from "react"

export interface Home {
  entity: string
  project: string
  /** It was opened by a link, which shows runs and metrics and nothing else. */
  byLink?: boolean
}

/** The project that a report is in. */
export const ReportHome = createContext<Home>({ entity: "", project: "" })

export const useReportHome = () => useContext(ReportHome)
