import type { Caller } from '../auth/caller.ts';
import type { ExtensionCall } from '../resolver/types.ts';
import type { ResolvedField } from './fieldLog.ts';
import type { ResponseError } from './responseError.ts';

/** What all fields of one request share. */
export interface RequestContext {
  caller: Caller;
  /** Lower-case names; a header sent twice is an array. */
  headers: Record<string, string | string[]>;
  /** The variables as sent. */
  variables: Record<string, unknown>;
  /** Entries of util.appendError. */
  appended: ResponseError[];
  responseHeaders: Record<string, string>;
  /** Of all headers set so far, overwritten ones too. */
  responseHeaderBytes: number;
  /** Calls of `extensions.*` that were allowed where they were made. */
  extensionCalls: ExtensionCall[];
  /** Resolvers run so far. */
  resolverCount: number;
  /** What they did, in the order in which they began. */
  resolved: ResolvedField[];
  /** Rejects when the request's time is over. */
  deadline: Promise<never>;
}
