import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../frame/usageError.ts';
import { auditLocally } from './auditLocally.ts';
import { checkPromises, type Picture } from './checkPromises.ts';
import { connect, type Ask, type FieldReply } from './connect.ts';
import type { SimulateOptions } from './options.ts';
import { planCrowd, type Person } from './plan.ts';
import { Tally } from './tally.ts';
import { startView } from './view.ts';
import { visit, type Ending } from './visit.ts';

/** Where the command writes, and what stops it. */
export interface Terminal {
  /** Gets the summary. */
  print(line: string): void;
  /** Gets the moving picture. */
  screen: NodeJS.WriteStream;
  /** Aborted: nobody begins anything new; what is on its way is finished, checked and summed up. */
  stopping: AbortSignal;
}

const CREATE_EVENT = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { eventId } }';
const CREATE_USER = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { userId } }';
const GET_EVENT =
  'query ($eventId: ID!) { getEvent(eventId: $eventId) { capacity currentRegistrations waitlistCount } }';
const LOOK_EVERY_MS = 250;
const CREATED_AT_ONCE = 16;

/**
 * Sends a crowd to an event, shows what happens, and checks every promise at the end.
 * @returns the exit code: 0 all promises are kept, 1 one is broken or the audit finds something wrong, 130 kept but
 * stopped early
 * @throws UsageError if the API cannot be reached, refuses, or cannot be checked
 */
export async function simulate(options: SimulateOptions, terminal: Terminal): Promise<number> {
  const { rate, people, seconds, stopping } = { ...options, ...terminal };
  // As many listeners as people; Node would warn of a leak.
  setMaxListeners(0, stopping);
  const ask = await connect(options);
  const crowd = planCrowd({ ...options, seconds: rate === undefined ? seconds : people / rate });
  const eventId = options.event ?? (await createEvent(ask, options));
  const tally = new Tally(people);
  await look(ask, eventId, tally);
  terminal.print(`event     ${eventId} at ${options.url}`);
  await createUsers(ask, crowd, stopping);
  const endings = await run(ask, eventId, crowd, tally, terminal);
  printTally(tally, terminal);
  const { broken, picture } = await checkPromises(ask, eventId, endings, options.patience * 1000);
  printEnd(picture, endings, broken, terminal);
  const isAnythingWrong = await auditLocally(options, terminal.print);
  if (broken.length > 0 || isAnythingWrong === true) {
    return 1;
  }
  terminal.print(
    'promises  kept: no seat too many, nobody overtaken, no free seat beside somebody waiting, everybody has what they were told',
  );
  return stopping.aborted ? 130 : 0;
}

/** What happened to the crowd. */
function printTally(tally: Tally, { print }: Terminal): void {
  const { arrived, people, seated, queued, left, promoted } = tally;
  print(`came      ${arrived} of ${people}: ${seated} got a seat at once, ${queued} a place in the queue`);
  const [half, most, all] = [tally.percentileMs(0.5), tally.percentileMs(0.99), tally.percentileMs(1)];
  print(`answers   within ${half} ms for half of them, ${most} ms for 99 %, ${all} ms for all`);
  print(`refused   ${tally.refused}; errors: ${tally.errorText()}`);
  print(`left      ${left}, and ${promoted === 1 ? '1 person was' : `${promoted} people were`} promoted by that`);
}

/** What the event is like in the end. */
function printEnd({ event }: Picture, endings: Ending[], broken: string[], { print }: Terminal): void {
  const { currentRegistrations, capacity, waitlistCount } = event;
  print(`now       ${currentRegistrations} of ${capacity} seats taken, ${waitlistCount} waiting`);
  const unknown = endings.filter(({ kind }) => kind === 'unknown').length;
  if (unknown > 0) {
    print(`unknown   ${unknown} people never got an answer that says how it ended`);
  }
  for (const promise of broken) {
    print(`BROKEN    ${promise}`);
  }
}

async function run(
  ask: Ask,
  eventId: string,
  crowd: Person[],
  tally: Tally,
  { screen, stopping }: Terminal,
): Promise<Ending[]> {
  const view = startView(tally, screen);
  const isOver = new AbortController();
  const looking = watch(ask, eventId, tally, isOver.signal);
  try {
    const endings = await Promise.all(crowd.map((person) => visit(ask, eventId, person, tally, stopping)));
    return endings.filter((ending) => ending !== null);
  } finally {
    isOver.abort();
    await looking;
    await look(ask, eventId, tally).catch(() => undefined);
    view.stop();
  }
}

/** Keeps what the tally knows of the event fresh. A look that fails is passed over: the next one follows at once. */
async function watch(ask: Ask, eventId: string, tally: Tally, isOver: AbortSignal): Promise<void> {
  while (await sleep(LOOK_EVERY_MS, true, { signal: isOver }).catch(() => false)) {
    await look(ask, eventId, tally).catch(() => undefined);
  }
}

async function look(ask: Ask, eventId: string, tally: Tally): Promise<void> {
  const reply = await ask(GET_EVENT, { eventId });
  const { value } = reply;
  if (reply.errorType !== null) {
    throw refusal('The event could not be read', reply);
  }
  if (value === null) {
    throw new UsageError(`There is no event ${eventId}.`);
  }
  tally.capacity = Number(value.capacity);
  tally.seatsTaken = Number(value.currentRegistrations);
  tally.waiting = Number(value.waitlistCount);
}

async function createEvent(ask: Ask, { seats, people }: SimulateOptions): Promise<string> {
  const eventId = `simulation-${Date.now().toString(36)}`;
  const date = new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString();
  const reply = await ask(CREATE_EVENT, {
    input: { eventId, title: `${people} people for ${seats} seats`, date, capacity: seats },
  });
  if (reply.errorType !== null) {
    throw refusal('An event could not be created', reply);
  }
  return eventId;
}

/** Creates the people of the crowd. They are the same in every run, so they may exist already. */
async function createUsers(ask: Ask, crowd: Person[], stopping: AbortSignal): Promise<void> {
  const left = [...crowd];
  const create = async () => {
    for (let person = left.pop(); person !== undefined && !stopping.aborted; person = left.pop()) {
      const reply = await ask(CREATE_USER, {
        input: { userId: person.userId, name: `Somebody of the crowd (${person.userId})` },
      });
      if (reply.errorType !== null && reply.errorType !== 'UserAlreadyExists') {
        throw refusal('A user could not be created', reply);
      }
    }
  };
  await Promise.all(Array.from({ length: CREATED_AT_ONCE }, create));
}

/** Why it cannot go on, for the person at the keyboard. */
function refusal(what: string, { errorType, message }: FieldReply): UsageError {
  const hint = errorType === 'no connection' ? '; start the API with npm start, or name another with --url' : '';
  return new UsageError(`${what}: ${errorType} (${message})${hint}`);
}
