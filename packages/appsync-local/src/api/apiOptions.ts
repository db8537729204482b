import type { Certificate } from '../http/certificate.ts';
import type { BusEvent } from '../bus/busEvent.ts';
import type { PermissionUse } from '../iam/session.ts';

/** How a local API is started. */
export interface ApiOptions {
  /** A cloud assembly: what `cdk synth` writes. */
  assemblyDir: string;
  /** `ready` resolves once it answers, if it does not yet; all that can be done before is done meanwhile. */
  dynamodb: { endpoint: string; ready?: Promise<unknown> | undefined };
  /** Keeps keys and unpacked code; keys in it stay the same between starts. */
  stateDir: string;
  /** 0, the default, takes any free port. */
  port?: number;
  /** 127.0.0.1 if left out. */
  host?: string;
  /** Serves HTTPS and WSS with it, instead of HTTP and WS. */
  certificate?: Certificate;
  /** Milliseconds between keep-alives of a real-time connection; 60,000 as AppSync's if left out. */
  keepAliveMs?: number;
  /** Milliseconds between polls of an idle stream shard; 250 as Lambda's if left out. */
  streamPollMs?: number;
  /** Milliseconds for a whole request; AppSync's 30 s by default. */
  requestTimeoutMs?: number;
  /** Invocations of one Lambda function at a time; 1000, an account's default, if left out. */
  lambdaConcurrency?: number;
  /** A directory of `.graphql` files whose operations the console offers. */
  operationsDir?: string;
  /**
   * Takes what resolvers ("Type.field") and functions (their name) print, what "realtime" and "stream" have to say, and
   * as "fields" what AppSync's log of fields in error keeps: `requestId` and `errors` of each answer, as JSON. `fault`
   * is a fault of a resolver's code in one line, 'file:line:column: TypeError: …', which the text ends with.
   */
  onOutput?(source: string, text: string, fault?: string): void;
  /** Takes each event that a bus has taken. */
  onBusEvent?(event: BusEvent): void;
  /** Is told of every permission that a data source, a function or a mapping needs of its role, granted or not. */
  onPermission?(use: PermissionUse): void;
  /** Takes faults of the local API itself; they go to stderr if left out. */
  onFault?(error: unknown): void;
}

export type ApiSettings = Required<Omit<ApiOptions, 'certificate' | 'operationsDir'>> &
  Pick<ApiOptions, 'certificate' | 'operationsDir'>;

/** The options with AWS's defaults for what was left out. */
export function settingsOf(options: ApiOptions): ApiSettings {
  return {
    port: 0,
    host: '127.0.0.1',
    keepAliveMs: 60_000,
    streamPollMs: 250,
    requestTimeoutMs: 30_000,
    lambdaConcurrency: 1000,
    onOutput: () => undefined,
    onBusEvent: () => undefined,
    onPermission: () => undefined,
    onFault: (error) => console.error(error),
    ...withoutUndefined(options),
  };
}

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
