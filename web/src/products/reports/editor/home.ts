import { createContext, useContext } from "react"

/** The project that a report is in. */
export const ReportHome = createContext({ entity: "", project: "" })

export const useReportHome = () => useContext(ReportHome)
