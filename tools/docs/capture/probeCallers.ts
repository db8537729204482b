import type { CallAs, Identity } from 'appsync-local';
import { argumentsOf, type Fields } from './anyArguments.ts';
import { listen, Refused } from './listen.ts';
import type { GraphqlResult, Stage } from './stage.ts';

/**
 * Kinds of callers, with the call of each about an event of `olga`'s and the user `ada`; from the least to the most
 * that they may.
 */
export const CALLERS = {
  'API key': 'apiKey',
  'another user': { username: 'bo' },
  'the user': { username: 'ada' },
  'another organizer': { username: 'otto', groups: ['organizers'] },
  'the event’s organizer': { username: 'olga', groups: ['organizers'] },
  'group door': { username: 'dora', groups: ['door'] },
  admin: { username: 'root', groups: ['admins'] },
  'backend (IAM)': 'iam',
} as const satisfies Record<string, CallAs>;

export type CallerKind = keyof typeof CALLERS;

/**
 * Finds out who may call what by calling: every field of Query, Mutation and Subscription as every kind of caller, each
 * about a new event. A caller may call a field if the answer is anything but Unauthorized for that field, be it another
 * error.
 */
export async function probeCallers(stage: Stage, fields: Fields): Promise<Record<string, CallerKind[]>> {
  for (const userId of ['ada', 'bo', 'olga', 'otto']) {
    await stage.ask(CALLERS.admin, 'mutation ($input: CreateUserInput!) { createUser(input: $input) { userId } }', {
      input: { userId, name: userId },
    });
  }
  const allowed: Record<string, CallerKind[]> = {};
  let probes = 0;
  for (const { type, name } of fields.all) {
    allowed[name] = [];
    for (const [kind, as] of Object.entries(CALLERS) as [CallerKind, CallAs][]) {
      probes += 1;
      const eventId = `probe-${probes}`;
      const input = { eventId, title: eventId, date: '2031-05-01T18:00:00Z', capacity: 5, organizer: 'olga' };
      const created: GraphqlResult = await stage.ask(
        CALLERS.admin,
        'mutation ($input: CreateEventInput!) { createEvent(input: $input) { eventId } }',
        { input },
      );
      if (created.errors !== undefined) {
        throw new Error(JSON.stringify(created.errors));
      }
      const { text, variables } = argumentsOf(fields, type, name, { userId: 'ada', eventId, organizer: null });
      const isAllowed =
        type === 'Subscription'
          ? await mayListen(stage, as, text, variables)
          : await mayAsk(stage, as, text, variables, name);
      if (isAllowed) {
        allowed[name].push(kind);
      }
    }
  }
  return allowed;
}

async function mayAsk(
  stage: Stage,
  as: CallAs,
  text: string,
  variables: Record<string, unknown>,
  name: string,
): Promise<boolean> {
  const { errors = [] } = await stage.ask(as, text, variables);
  return !errors.some(({ errorType, path }) => errorType === 'Unauthorized' && path?.length === 1 && path[0] === name);
}

async function mayListen(stage: Stage, as: CallAs, text: string, variables: Record<string, unknown>): Promise<boolean> {
  const identity: Identity =
    typeof as === 'string'
      ? { kind: as as 'apiKey' | 'iam' }
      : { kind: 'user', username: as.username, groups: as.groups ?? [] };
  try {
    (await listen(stage, identity, text, variables)).close();
    return true;
  } catch (error) {
    if (error instanceof Refused && error.message === 'Unauthorized') {
      return false;
    }
    throw error;
  }
}
