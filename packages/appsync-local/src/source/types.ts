/** What a data source answers to one request: `ctx.result` and, on failure, `ctx.error`. */
export interface SourceAnswer {
  result: unknown;
  error?: { message: string; type: string } & Record<string, unknown>;
}

/** The request object itself is invalid: the field fails without the response handler running. */
export interface SourceFault {
  fault: { message: string; errorType: string };
}

/** A data source of the local API. */
export interface DataSource {
  /**
   * Sends one request object, as the request handler returned it.
   * `call.resolver` is 'Type.field', to which pagination tokens are bound.
   */
  invoke(request: unknown, call: { resolver: string }): Promise<SourceAnswer | SourceFault>;
}
