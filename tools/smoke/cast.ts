import { withApiKey, withToken, type Prove } from '../frame/api/prove.ts';
import { proveLocally } from '../frame/api/proveLocally.ts';
import { sendTo, type Send } from '../frame/api/sendTo.ts';

export const PEOPLE = ['alice', 'bob', 'cleo', 'olga'] as const;
export type Person = (typeof PEOPLE)[number];

/** Who plays the story on which API. Olga organizes. */
export interface Cast {
  /** Each as a caller of their own, or one who may act for all. */
  people: Record<Person, Send>;
  /** Whether people are callers of their own, who may act for nobody else. */
  areSeparate: boolean;
  /** A backend or admin, who may do everything. */
  backend: Send;
  /** With the public API key; null where none is known. */
  reader: Send | null;
  /** Without any credentials, and with ones that are worth nothing. */
  strangers: Send[];
}

/** How people's ids begin, to be told from real ones. */
export const PREFIX = 'smoke-';

/** On the local server, which proves any identity that is asked for. */
export function localCast(url: string): Cast {
  const as = (identity: Parameters<typeof proveLocally>[1]) => sendTo(url, (body) => proveLocally(url, identity, body));
  const user = (name: Person, ...groups: string[]) => as({ kind: 'user', username: `${PREFIX}${name}`, groups });
  return {
    people: { alice: user('alice'), bob: user('bob'), cleo: user('cleo'), olga: user('olga', 'organizers') },
    areSeparate: true,
    backend: as({ kind: 'iam' }),
    reader: as({ kind: 'apiKey' }),
    strangers: strangersAt(url),
  };
}

/** On a deployment, where one caller, an admin with a token or a backend by IAM, plays everybody. */
export function deployedCast(url: string, prove: Prove, apiKey: string | undefined): Cast {
  const backend = sendTo(url, prove);
  const reader = apiKey === undefined ? null : sendTo(url, withApiKey(apiKey));
  return {
    people: { alice: backend, bob: backend, cleo: backend, olga: backend },
    areSeparate: false,
    backend,
    reader,
    strangers: strangersAt(url),
  };
}

function strangersAt(url: string): Send[] {
  const worthless: Prove[] = [async () => ({}), withApiKey(`da2-${'a'.repeat(26)}`), withToken('e30.e30.e30')];
  return worthless.map((prove) => sendTo(url, prove));
}
