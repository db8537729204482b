import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditLocally } from './auditLocally.ts';
import { checkPromises } from './checkPromises.ts';
import { connect, type Ask, type Reply } from './connect.ts';
import { CannotSimulate, type SimulateOptions } from './options.ts';
import { planCrowd, type Person } from './plan.ts';
import { Tally } from './tally.ts';
import { startView } from './view.ts';
import { visit, type Ending } from './visit.ts';

/** Where the command writes, and what stops it. */
export interface Stage {
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
 * @throws CannotSimulate if the API cannot be reached, refuses, or cannot be checked
 */
export async function simulate(options: SimulateOptions, stage: Stage): Promise<number> {
  const { rate, people, seconds, stopping } = { ...options, ...stage };
  // Everybody of the crowd listens to it.
  setMaxListeners(0, stopping);
  const ask = await connect(options);
  const crowd = planCrowd({ ...options, seconds: rate === undefined ? seconds : people / rate });
  const eventId = options.event ?? (await createEvent(ask, options));
  const tally = new Tally(people);
  await look(ask, eventId, tally);
  stage.print(`event     ${eventId} at ${options.url}`);
  await createUsers(ask, crowd, stopping);
  const endings = await run(ask, eventId, crowd, tally, stage);
  stage.print(
    `came      ${tally.arrived} of ${people}: ${tally.seated} got a seat at once, ${tally.queued} a place in the queue`,
  );
  stage.print(
    `answers   within ${tally.percentileMs(0.5)} ms for half of them, ${tally.percentileMs(0.99)} ms for 99 %; errors: ${tally.errorText()}`,
  );
  stage.print(`left      ${tally.left}, and ${tally.promoted} people were promoted by that`);
  const { broken, picture } = await checkPromises(ask, eventId, endings, options.patience * 1000);
  const { currentRegistrations, capacity, waitlistCount } = picture.event;
  stage.print(`now       ${currentRegistrations} of ${capacity} seats taken, ${waitlistCount} waiting`);
  const unknown = endings.filter(({ kind }) => kind === 'unknown').length;
  if (unknown > 0) stage.print(`unknown   ${unknown} people never got an answer that says how it ended`);
  for (const what of broken) stage.print(`BROKEN    ${what}`);
  const isAnythingWrong = await auditLocally(options, stage.print);
  if (broken.length > 0 || isAnythingWrong === true) return 1;
  stage.print(
    'promises  kept: no seat too many, nobody overtaken, no free seat beside somebody waiting, everybody has what they were told',
  );
  return stopping.aborted ? 130 : 0;
}

async function run(
  ask: Ask,
  eventId: string,
  crowd: Person[],
  tally: Tally,
  { screen, stopping }: Stage,
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

/** Keeps the tally's picture of the event fresh; a look that fails is made up for by the next. */
async function watch(ask: Ask, eventId: string, tally: Tally, isOver: AbortSignal): Promise<void> {
  while (await sleep(LOOK_EVERY_MS, true, { signal: isOver }).catch(() => false)) {
    await look(ask, eventId, tally).catch(() => undefined);
  }
}

async function look(ask: Ask, eventId: string, tally: Tally): Promise<void> {
  const reply = await ask(GET_EVENT, { eventId });
  const { value } = reply;
  if (reply.errorType !== null) throw refusal('The event could not be read', reply);
  if (value === null) throw new CannotSimulate(`There is no event ${eventId}.`);
  tally.capacity = Number(value['capacity']);
  tally.seatsTaken = Number(value['currentRegistrations']);
  tally.waiting = Number(value['waitlistCount']);
}

/** A new event of its own. */
async function createEvent(ask: Ask, { seats, people }: SimulateOptions): Promise<string> {
  const eventId = `simulation-${Date.now().toString(36)}`;
  const date = new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString();
  const reply = await ask(CREATE_EVENT, {
    input: { eventId, title: `${people} people for ${seats} seats`, date, capacity: seats },
  });
  if (reply.errorType !== null) throw refusal('An event could not be created', reply);
  return eventId;
}

/** The people of the crowd are the same in every run, so they may be there already. */
async function createUsers(ask: Ask, crowd: Person[], stopping: AbortSignal): Promise<void> {
  const left = [...crowd];
  const create = async () => {
    for (let person = left.pop(); person !== undefined && !stopping.aborted; person = left.pop()) {
      const reply = await ask(CREATE_USER, {
        input: { userId: person.userId, name: `Somebody of the crowd (${person.userId})` },
      });
      if (reply.errorType !== null && reply.errorType !== 'UserAlreadyExists')
        throw refusal('A user could not be created', reply);
    }
  };
  await Promise.all(Array.from({ length: CREATED_AT_ONCE }, create));
}

/** Why it cannot go on, for the person at the keyboard. */
function refusal(what: string, { errorType, message }: Reply): CannotSimulate {
  const hint = errorType === 'no connection' ? '; start the API with npm start, or name another with --url' : '';
  return new CannotSimulate(`${what}: ${errorType} (${message})${hint}`);
}
