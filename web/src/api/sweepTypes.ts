/** The native API's bodies about sweeps, under the names that the UI calls them by. */
import type { BestRunRow, EditSweep } from "./generated"
import type { Given } from "./types"

export type {
  Importance,
  ParameterImportance,
  SweepAgent,
  SweepDetail,
  SweepMetric,
  SweepParameter,
  SweepRow,
  SweepState,
  SweepsPage,
} from "./generated"

export type BestRun = BestRunRow
export type SweepEdit = Given<EditSweep>
