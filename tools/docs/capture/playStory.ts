import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallAs, Identity } from 'appsync-local';
import type { ErrorType } from '../../../domain/error.ts';
import type { Ask } from '../../demo/ask.ts';
import { fillDemo } from '../../demo/fillDemo.ts';
import { listen, type Listening } from './listen.ts';
import { normalise, STORY_BEGINS, type Moment } from './normalise.ts';
import type { GraphqlResult, Stage } from './stage.ts';
import { GROUPS, LISTENERS, STORY, type Step } from './story.ts';

/** A request and what came back. */
export interface Example {
  /** A username, or `apiKey`. */
  as: string;
  query: string;
  variables: Record<string, unknown>;
  /** The whole answer, or a subscription's message. */
  answer: unknown;
}

/** What the story showed; ids and moments are the same in each telling. */
export interface Told {
  /** By name of the operation. */
  examples: Record<string, Example>;
  /** Each error as it came, as far as the story provokes it. */
  refusals: Partial<Record<ErrorType, unknown>>;
}

/** Plays the story on the demo's data. Throws if a request does not end as the story says. */
export async function playStory(stage: Stage): Promise<Told> {
  const moments: Moment[] = [{ atMs: Date.now() }];
  const ask: Ask = async (query, variables) => {
    moments.push(await nextMoment());
    const answer = await stage.ask({ username: 'root', groups: ['admins'] }, query, variables);
    expectAnswer(answer);
    return { data: answer.data, errorTypes: [] };
  };
  await fillDemo(ask, new Date(STORY_BEGINS));
  await stage.running.streamIdle();
  const listeners: Listening[] = [];
  const examples: Record<string, Example> = {};
  const refusals: [ErrorType, unknown][] = [];
  for (const step of STORY) {
    if (step.operation === 'UpdateEvent' && listeners.length === 0) {
      listeners.push(...(await startListening(stage)));
    }
    moments.push(await nextMoment());
    const example = await perform(stage, step);
    await stage.running.streamIdle();
    if (step.refusedWith === undefined) {
      examples[step.operation] ??= example;
    } else {
      refusals.push([step.refusedWith, (example.answer as GraphqlResult).errors?.[0]]);
    }
  }
  for (const [index, { operation, as, shows }] of LISTENERS.entries()) {
    examples[operation] = await messageOf(stage, operation, as, shows, listeners[index]!);
  }
  listeners.forEach((listener) => listener.close());
  return normalise({ examples, refusals: Object.fromEntries(refusals) }, moments);
}

async function perform(stage: Stage, step: Step): Promise<Example> {
  const { query, variables } = requestOf(stage, step);
  const answer = await stage.ask(callAs(step.as), query, variables);
  const errorType = answer.errors?.[0]?.errorType;
  if (errorType !== step.refusedWith) {
    throw new Error(
      `${step.operation} as ${step.as} answered ${JSON.stringify(answer)}, not ${step.refusedWith ?? 'data'}`,
    );
  }
  return { as: step.as, query, variables, answer };
}

/** An operation with the variables of the step, or those of the examples. */
function requestOf(
  stage: Stage,
  { operation: name, as, variables }: Step,
): { query: string; variables: Record<string, unknown> } {
  const operation = stage.operations.get(name);
  if (operation === undefined) {
    throw new Error(`client/operations has no ${name}`);
  }
  const example = JSON.parse(JSON.stringify(operation.variables).replaceAll('{username}', as)) as Record<
    string,
    unknown
  >;
  return { query: operation.query, variables: variables ?? example };
}

function startListening(stage: Stage): Promise<Listening[]> {
  return Promise.all(
    LISTENERS.map(({ operation, as }) => {
      const { query, variables } = requestOf(stage, { operation, as });
      const identity: Identity =
        as === 'apiKey' ? { kind: 'apiKey' } : { kind: 'user', username: as, groups: GROUPS[as] ?? [] };
      return listen(stage, identity, query, variables);
    }),
  );
}

async function messageOf(
  stage: Stage,
  operation: string,
  as: string,
  shows: object,
  { messages }: Listening,
): Promise<Example> {
  const fits = (message: unknown) => isDeepStrictEqual({ ...(message as object), ...shows }, message);
  const giveUpAt = Date.now() + 10_000;
  while (!messages.some(fits) && Date.now() < giveUpAt) {
    await sleep(20);
  }
  const message = messages.find(fits);
  if (message === undefined) {
    throw new Error(`no message of ${operation} shows ${JSON.stringify(shows)}: ${JSON.stringify(messages)}`);
  }
  const field = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}`;
  return { as, ...requestOf(stage, { operation, as }), answer: { data: { [field]: message } } };
}

function callAs(as: string): CallAs {
  return as === 'apiKey' ? 'apiKey' : { username: as, groups: GROUPS[as] ?? [] };
}

function expectAnswer({ errors }: GraphqlResult): void {
  if (errors !== undefined) {
    throw new Error(JSON.stringify(errors));
  }
}

/** A moment later than everything that has been stored: a joining time may be a millisecond ahead of the clock. */
async function nextMoment(): Promise<Moment> {
  await sleep(4);
  return { atMs: Date.now() };
}
