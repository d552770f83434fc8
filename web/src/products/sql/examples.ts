/** Questions to begin with. `tests/unit/products/sql/test_guide.py` asks whether each may be asked. */
export const EXAMPLES: readonly { title: string; query: string }[] = [
  {
    title: "The runs, the newest first",
    query: `SELECT run_id, name, state, user, created, duration_s
FROM runs
ORDER BY created DESC
LIMIT 100`,
  },
  {
    title: "Each metric's best value, and where",
    query: `SELECT metric, count() AS points, min(value) AS lowest, argMin(run_id, value) AS in_run, argMin(step, value) AS at_step
FROM points
GROUP BY metric
ORDER BY metric`,
  },
  {
    title: "Configs beside results",
    query: `SELECT name, config, summary_numbers
FROM runs
WHERE state = 'finished'
ORDER BY created DESC
LIMIT 50`,
  },
  {
    title: "What each model costs a day",
    query: `SELECT toDate(start) AS day, model, count() AS calls, sum(input_tokens) AS input, sum(output_tokens) AS output, sum(cost) AS dollars
FROM spans
WHERE kind = 'llm'
GROUP BY day, model
ORDER BY day, dollars DESC`,
  },
  {
    title: "How often spans fail, by name",
    query: `SELECT name, count() AS spans, countIf(status = 'error') / count() AS error_rate, quantile(0.95)(duration_s) AS p95_s
FROM spans
WHERE start > now() - INTERVAL 7 DAY
GROUP BY name
ORDER BY error_rate DESC`,
  },
  {
    title: "Errors in consoles",
    query: `SELECT run_id, time, text
FROM console_lines
WHERE level = 'error'
ORDER BY time DESC
LIMIT 200`,
  },
]
