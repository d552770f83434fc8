/** With the axis of one of its fields logarithmic, or not. */
export function withLog<Panel extends { log?: string[] }>(panel: Panel, field: string, log: boolean): Panel {
  const others = (panel.log ?? []).filter((one) => one !== field)
  return { ...panel, log: log ? [...others, field] : others }
}
