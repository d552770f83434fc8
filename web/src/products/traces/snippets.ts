/** What points an OpenTelemetry exporter at this project. */
export function exporterLines(origin: string, entity: string, project: string): string {
  return `export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20<your API key>,x-runlake-project=${entity}/${project}"`
}
