/**
 * The presets that clients name in `wandb.plot.*` (protocol notes 6.6), as Vega-Lite.
 * Rows carry `__run` and `__colour` beside the table's columns; with several runs these tell them apart.
 */
export interface PresetContext {
  /** Names of the runs and their colours, in the order drawn. */
  runs: { label: string; colour: string }[]
  /** Type of a column as Vega-Lite names it. */
  typeOf: (field: string) => "quantitative" | "nominal" | "temporal"
  isSet: (field: string) => boolean
}

type Spec = Record<string, unknown>
type Preset = (context: PresetContext) => Spec

const PRESETS: Record<string, Preset> = {
  "wandb/line/v0": line,
  "wandb/scatter/v0": scatter,
  "wandb/bar/v0": bar,
  "wandb/histogram/v0": histogram,
  "wandb/lineseries/v0": lineSeries,
  "wandb/area-under-curve/v0": areaUnderCurve,
  "wandb/confusion_matrix/v1": confusionMatrix,
  "wandb/confusion_matrix/v0": confusionMatrix,
}

export const isBuiltIn = (id: string) => Object.hasOwn(PRESETS, id)

export function presetSpec(id: string, context: PresetContext): Spec | null {
  return isBuiltIn(id) ? PRESETS[id](context) : null
}

const TITLE = "${string:title}"
const axis = (field: string, context: PresetContext, title = `\${field:${field}}`): Spec => ({
  field: `\${field:${field}}`,
  type: context.typeOf(field),
  title,
})

function line(context: PresetContext): Spec {
  return {
    title: TITLE,
    mark: lineMark(context),
    encoding: {
      x: { ...axis("x", context), scale: { zero: false } },
      y: { ...axis("y", context), scale: { zero: false } },
      ...seriesOf(context.isSet("stroke") ? "stroke" : null, context),
    },
  }
}

function scatter(context: PresetContext): Spec {
  return {
    title: TITLE,
    mark: { type: "point", filled: true, opacity: 0.75, size: 28, tooltip: true },
    encoding: {
      x: { ...axis("x", context), scale: { zero: false } },
      y: { ...axis("y", context), scale: { zero: false } },
      color: runColour(context),
    },
  }
}

function bar(context: PresetContext): Spec {
  return {
    title: TITLE,
    mark: { type: "bar", tooltip: true },
    encoding: {
      y: { ...axis("label", context), type: "nominal", sort: null },
      x: { ...axis("value", context), type: "quantitative" },
      color: runColour(context),
      ...(context.runs.length > 1 ? { yOffset: { field: "__run" } } : {}),
    },
  }
}

function histogram(context: PresetContext): Spec {
  return {
    title: TITLE,
    mark: { type: "bar", tooltip: true, opacity: context.runs.length > 1 ? 0.6 : 1 },
    encoding: {
      x: { ...axis("value", context), type: "quantitative", bin: { maxbins: 40 } },
      y: { aggregate: "count", stack: null, title: "count" },
      color: runColour(context),
    },
  }
}

function lineSeries(context: PresetContext): Spec {
  return {
    title: TITLE,
    mark: lineMark(context),
    encoding: {
      x: { ...axis("step", context, "${string:xname}"), scale: { zero: false } },
      y: { ...axis("lineVal", context, ""), scale: { zero: false } },
      ...seriesOf("lineKey", context),
    },
  }
}

function areaUnderCurve(context: PresetContext): Spec {
  const share = { domain: [0, 1] }
  return {
    title: TITLE,
    mark: { type: "line", tooltip: true, strokeWidth: 1.5, clip: true },
    encoding: {
      x: { ...axis("x", context, "${string:x-axis-title}"), type: "quantitative", scale: share },
      y: { ...axis("y", context, "${string:y-axis-title}"), type: "quantitative", scale: share },
      ...seriesOf("class", context),
      // A curve may go straight up: points stand in the order logged, not in that of x.
      order: { field: "__row" },
    },
  }
}

function confusionMatrix(context: PresetContext): Spec {
  const x = { ...axis("Predicted", context, "Predicted"), type: "nominal", sort: null }
  const y = { ...axis("Actual", context, "Actual"), type: "nominal", sort: null }
  const count = { ...axis("nPredictions", context, "count"), type: "quantitative" }
  const layer = [
    { mark: { type: "rect", tooltip: true }, encoding: { color: { ...count, scale: { scheme: "blues" } } } },
    {
      mark: { type: "text", fontSize: 11 },
      // Dark squares get light text: half of the highest count is where the ground turns dark.
      encoding: {
        text: count,
        color: { condition: { test: "datum.__share > 0.55", value: "white" }, value: "#1b2029" },
      },
    },
  ]
  const share = [
    { joinaggregate: [{ op: "max", field: "${field:nPredictions}", as: "__most" }], groupby: ["__run"] },
    { calculate: "datum['${field:nPredictions}'] / max(1, datum.__most)", as: "__share" },
  ]
  if (context.runs.length === 1) return { title: TITLE, transform: share, encoding: { x, y }, layer }
  return {
    title: TITLE,
    transform: share,
    usermeta: { columns: context.runs.length },
    facet: { column: { field: "__run", title: "" } },
    spec: { width: 170, height: 170, encoding: { x, y }, layer },
  }
}

/** The hidden points are for hovering. Beside dashes they would take the dashes' place in the legend. */
const lineMark = ({ runs }: PresetContext): Spec => ({
  type: "line",
  point: runs.length > 1 ? false : "transparent",
  tooltip: true,
  strokeWidth: 1.5,
})

/** Colour by a column and dashes by run; without a column, colour by run. */
function seriesOf(field: string | null, context: PresetContext): Spec {
  if (!field) return { color: runColour(context) }
  const series = { color: { field: `\${field:${field}}`, type: "nominal", title: `\${field:${field}}` } }
  return context.runs.length > 1 ? { ...series, strokeDash: DASHES } : series
}

const DASHES = { field: "__run", title: "run", legend: { symbolType: "stroke", symbolStrokeColor: "gray" } }

/** A run keeps the colour it has on every page. */
function runColour({ runs }: PresetContext): Spec {
  const scale = { domain: runs.map((run) => run.label), range: runs.map((run) => run.colour) }
  return { field: "__run", type: "nominal", title: "run", scale, legend: runs.length > 1 ? {} : null }
}
