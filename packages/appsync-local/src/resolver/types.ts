/** Who called, as the auth mode exposes it (null with an API key). */
export interface Identity {
  [k: string]: unknown;
}

/** The `ctx` a resolver gets, as built by the engine: plain and JSON-able. `args` is shared through a pipeline. */
export interface ResolverContext {
  args: Record<string, unknown>;
  env: Record<string, string>;
  identity: Identity | null;
  source: unknown;
  stash: Record<string, unknown>;
  prev: { result: unknown } | null;
  result?: unknown;
  error?: { message: string; type: string } & Record<string, unknown>;
  request: { headers: Record<string, string | string[]>; domainName: string | null };
  info: {
    fieldName: string;
    parentTypeName: string;
    variables: Record<string, unknown>;
    selectionSetList: string[];
    selectionSetGraphQL: string;
  };
}

/** One entry of the response's `errors`, before the engine adds path and locations. */
export interface RaisedError {
  message: string;
  errorType: string | null;
  data: unknown;
  errorInfo: unknown;
}

/** A call of `extensions.*`, to be carried out or refused by the engine. */
export interface ExtensionCall {
  name: 'setSubscriptionFilter' | 'setSubscriptionInvalidationFilter' | 'invalidateSubscriptions';
  /** What the code passed, as plain data (docs/reference/appsync.md#extensions). */
  argument: unknown;
}

/** What one run of a handler left behind. */
export interface Evaluation {
  /** What the handler returned (undefined becomes null), JSON-clean. */
  result: unknown;
  /** The stash after the evaluation; the engine passes it to the next handler. */
  stash: Record<string, unknown>;
  /** The arguments after the evaluation. */
  args: Record<string, unknown>;
  /** `util.appendError` calls, in order. */
  appended: RaisedError[];
  /** `util.error`, `util.unauthorized`, or a fault of the code (`errorType` "Code"). */
  error?: RaisedError;
  /** Set when `runtime.earlyReturn` ended the handler; `result` then holds its object. */
  earlyReturn?: { skipTo: 'END' | 'NEXT' | null };
  /** `util.unauthorized` ended the handler. */
  isUnauthorized: boolean;
  /** `util.http.addResponseHeader` calls, in order; the last of a name counts. */
  responseHeaders: [name: string, value: string][];
  /** Calls of `extensions.*`, in order. */
  extensionCalls: ExtensionCall[];
  logs: string[];
  /** The same logs for whoever wrote the code: with places of the sources if there is a source map. */
  sourceLogs: string[];
  /** A fault of the code for whoever wrote it, in one line: 'file:line:column: TypeError: …', with such a place. */
  fault?: string;
}
