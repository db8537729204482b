import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  memoryTable,
  seededRandom,
  startModel,
  virtualTime,
  type Item,
  type ProfileName,
  type Stats,
} from 'dynamodb-contention';
import type { Registration } from '../../../../domain/registration/registration.ts';
import type { Answer } from '../../../../lambda/promoteFromWaitlist/payload.ts';
import type { Surroundings } from '../../../../lambda/promoteFromWaitlist/surroundings.ts';
import type { Table } from '../../../../lambda/promoteFromWaitlist/table/table.ts';
import { eventTable } from '../../../../tools/running/eventTable.ts';
import { sendCrowd, type Crowd, type Visit } from '../crowd/crowd.ts';
import type { Told } from '../load/registerOverHttp.ts';
import { event, ids, SEEDED_AT, user } from '../stage/seeds.ts';
import { MODELLED_TABLE, modelledTable } from './modelledTable.ts';
import { virtualApi } from './virtualApi.ts';

/** What came out of a rush, real or virtual. */
export interface Rushed {
  visits: Visit<Told>[];
  stats: Stats;
  peakInvocations: number;
  /** Everything stored at the end. */
  items: Record<string, unknown>[];
}

/** The crowd, and what it meets. */
export interface Rush extends Crowd {
  seats: number;
  lambdaConcurrency: number;
  /** Of the modelled DynamoDB; its default if left out. In virtual time only. */
  profile?: ProfileName;
  /**
   * What stands for DynamoDB has the processors first: it would not be slowed down by a crowd at AppSync and Lambda.
   * Over HTTP only.
   */
  isDatabaseFirst?: boolean;
  /** Replaces parts of the table that the Lambda works on, to try other ways of waiting. */
  withTable?(table: Table): Table;
}

export const RUSHED_EVENT = 'rush';

/**
 * A rush in virtual time: the domain, the Lambda and the conflict model as they are, without processors, sockets and
 * GraphQL. It takes seconds, is the same for the same seed, and shows what is due to contention alone.
 */
export async function virtualRush(rush: Rush): Promise<Rushed> {
  const { people, seats, seed, lambdaConcurrency, profile, withTable = (table) => table } = rush;
  const time = virtualTime();
  const memory = memoryTable(eventTable(MODELLED_TABLE));
  const users = ids('person', people);
  [event(RUSHED_EVENT, { capacity: seats }), ...users.map(user)].forEach(({ key, attributes }) =>
    memory.put(marshall({ ...key, ...attributes }, { removeUndefinedValues: true }) as Item),
  );
  const model = startModel(memory, time, { seed, ...(profile && { profile }) });
  const random = seededRandom(seed, 'clock');
  let tokens = 0;
  const surroundings: Surroundings = {
    table: withTable(modelledTable(model)),
    clock: {
      nowMs: () => Date.parse(SEEDED_AT) + Math.floor(time.nowMs()),
      sleep: (ms) => time.pause(ms),
      random: () => random.between(0, 1),
      newToken: () => `token-${(tokens += 1)}`,
    },
    report: { count: () => undefined, warn: () => undefined },
  };
  const api = virtualApi(surroundings, lambdaConcurrency);
  const ask = async (person: number): Promise<Told> => toldOf(await api.register(users[person]!, RUSHED_EVENT));
  const visits = await time.run(() => sendCrowd(rush, time, ask));
  const items = memory.items().map((item) => unmarshall(item as Record<string, AttributeValue>));
  return { visits, stats: model.counter.read(), peakInvocations: api.peakInvocations(), items };
}

function toldOf(answer: Answer<Registration>): Told {
  if ('value' in answer) {
    return { status: answer.value.registrationStatus, position: answer.value.position };
  }
  const { failure } = answer;
  return { errorType: failure.errorType, outcome: failure.errorType === 'Busy' ? failure.errorInfo.outcome : null };
}
