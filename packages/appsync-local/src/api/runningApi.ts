import type { TokenOptions } from '../auth/issueToken.ts';
import type { Credentials } from '../auth/localSecrets.ts';
import type { ProofRequest } from '../console/identity.ts';
import type { BusMessage } from '../bus/busEvent.ts';
import type { SentMessage } from '../queue/queueApi.ts';
import type { DeadLetter } from '../stream/deadLetter.ts';
import type { Execute } from './execute.ts';

/** A local API that serves. */
export interface RunningApi {
  /** The GraphQL endpoint. */
  url: string;
  /** The WebSocket endpoint of subscriptions. */
  realtimeUrl: string;
  region: string;
  /** The value of the first API key, if the template has one. */
  apiKey: string | undefined;
  /** The local user's, who may do everything. */
  credentials: Credentials;
  /** The temporary ones that each function acts with, by its logical id. */
  functionCredentials: Record<string, Credentials & { sessionToken: string }>;
  issueToken(username: string, options?: TokenOptions): Promise<string>;
  /** The headers that prove an identity to this API, for a request or for a step of the real-time protocol. */
  prove(request: ProofRequest): Promise<Record<string, string>>;
  /** Makes a call along the whole path of an HTTP request, without a socket. */
  execute: Execute;
  /** Messages in the on-failure queues of event source mappings, oldest first; the last 1,000 of this assembly. */
  deadLetters: readonly DeadLetter[];
  /** Messages that functions have sent to queues, oldest first; the last 1,000 are kept. */
  sentMessages: readonly SentMessage[];
  /** Events that buses have taken, oldest first; the last 1,000 are kept. */
  busMessages: readonly BusMessage[];
  /**
   * Resolves when every change committed to the tables before the call has been handled by the functions on their
   * streams.
   */
  streamIdle(): Promise<void>;
  /** Physical table names by logical id. */
  tables: Record<string, string>;
  /** Processes of functions that run at the moment. */
  lambdaPids(): number[];
  /** Most invocations of each function at one time since this was last asked, by its logical id. */
  lambdaPeaks(): Record<string, number>;
  /** Resources of the assembly that are passed over, "AWS::X::Y (LogicalId)". */
  withoutEffect: string[];
  /**
   * Serves another assembly from now on, at the same URL, with the same data, keys and tokens. What was begun is
   * finished by the old one; real-time connections are closed with 1012, after which clients connect again. Throws what
   * stands in the way, and the old one goes on.
   */
  replace(assemblyDir: string): Promise<void>;
  /** Stops serving and ends the functions' processes. */
  close(): Promise<void>;
}
