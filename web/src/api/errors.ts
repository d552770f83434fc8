/** A refusal by the server, or no answer at all (`status` 0). The message is safe to show. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status: number) {
    super(message)
    this.name = "ApiError"
    this.code = code
    this.status = status
  }
}

export function isApiError(error: unknown, status?: number): error is ApiError {
  return error instanceof ApiError && (status === undefined || error.status === status)
}

/** What to tell a person about any thrown value. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Read `{"error": {"code", "message"}}`; proxies and crashes answer anything else. */
export async function decodeError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const error = (body as { error?: { code?: unknown; message?: unknown } } | null)?.error
  if (typeof error?.code === "string" && typeof error.message === "string") {
    return new ApiError(error.code, error.message, response.status)
  }
  return new ApiError(
    "http_error",
    `The server answered ${response.status} ${response.statusText}`.trim(),
    response.status,
  )
}
