import type { TicketItem } from '../../domain/item.ts';
import { describeCalls, History, toldId } from './history.ts';
import { isLinearizable, type Rules } from './linearize.ts';
import { minimalHistory } from './minimalHistory.ts';
import { matches } from './model/answer.ts';
import type { Operation } from './model/operation.ts';
import { NOTHING, type State } from './model/state.ts';
import { alone } from './model/steps.ts';
import { overtakenAmong } from './promotionOrder.ts';
import { sweep } from '../../tools/audit/sweep.ts';
import { madeTooLate } from './madeTooLate.ts';
import type { CallOutcome } from './stage/outcome.ts';
import { idsOf, perform, type ApiOperation, type Ids } from './stage/perform.ts';
import type { Stage } from './stage/startStage.ts';
import { observed } from './stage/storage.ts';

/** An answer that is not the model's, to a call before anything was made to go wrong. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
}

/**
 * One event with its users, on a stage that others may use as well: what is called, what is recorded, and whether it is
 * right.
 */
export class Play {
  readonly ids: Ids;
  readonly history = new History();
  /** Where the recorded history begins. */
  initial: State = NOTHING;
  readonly #stage: Stage;
  readonly #users: readonly string[];

  /**
   * @param id of the event, fresh
   * @param users short names of all who may appear
   */
  constructor(stage: Stage, id: string, users: readonly string[]) {
    this.ids = idsOf(id);
    this.#stage = stage;
    this.#users = users;
  }

  /**
   * Makes calls that are the beginning and not part of the history: first all that create users, at once, then the
   * others one after another.
   * @throws WrongAnswer
   */
  async given(...operations: ApiOperation[]): Promise<void> {
    const isUser = ({ name }: ApiOperation) => name === 'createUser';
    const users = operations
      .filter(isUser)
      .map((operation) => ({ operation, outcome: perform(this.#stage.running, this.ids, operation) }));
    for (const { operation, outcome } of users) {
      this.#expect(operation, await outcome);
    }
    for (const operation of operations.filter((one) => !isUser(one))) {
      this.#expect(operation, await perform(this.#stage.running, this.ids, operation));
    }
  }

  #expect(operation: ApiOperation, outcome: CallOutcome): void {
    const { state, answer } = alone(this.initial, operation, registrationIdOf(operation, outcome));
    if (outcome.kind !== 'answered' || !matches(answer, outcome.answer)) {
      throw new WrongAnswer(
        `${JSON.stringify(operation)} answers ${JSON.stringify(outcome)}, not ${JSON.stringify(answer)}`,
      );
    }
    this.initial = state;
  }

  /** Makes a call and records it. */
  call(operation: ApiOperation, client = 0): Promise<CallOutcome> {
    return this.history.record(client, operation, () => perform(this.#stage.running, this.ids, operation));
  }

  /** What is stored of this history. */
  items() {
    return this.#stage.storage.itemsOf(this.ids, this.#users);
  }

  /**
   * What is wrong with the history and with what it left behind, once everything has come to rest; nothing, if all is
   * well.
   * @param rules for histories small enough to be searched; null for larger ones
   */
  async violations(rules: Rules | null): Promise<string[]> {
    const items = await this.items();
    const broken = [...sweep(items), ...overtakenAmong(items), ...madeTooLate(this.history.calls, items)];
    if (rules !== null) {
      const observe: Operation = { name: 'observe' };
      await this.history.record(-1, observe, async () => ({ kind: 'answered', answer: observed(items, this.ids) }));
      if (!isLinearizable(this.initial, this.history.calls, rules)) {
        const least = minimalHistory(this.initial, this.history.calls, rules);
        broken.push(
          `no order of these calls explains their answers:\ngiven ${JSON.stringify(this.initial)}\n${describeCalls(least)}`,
        );
      }
    }
    return broken;
  }

  /**
   * Tickets that should not be there once everybody is answered. Only who was not told what has become of their call
   * can have left one.
   * @param mayBeLeft other tickets that may be there
   */
  async leftTickets(mayBeLeft: (ticket: TicketItem) => boolean): Promise<string[]> {
    const { tickets } = await this.#stage.storage.laneOf(this.ids);
    const untold = new Set(
      this.history.calls.flatMap(({ operation, outcome }) =>
        outcome.kind === 'unknown' && 'userId' in operation ? [this.ids.userId(operation.userId)] : [],
      ),
    );
    return tickets
      .filter((ticket) => !untold.has(ticket.userId) && !mayBeLeft(ticket))
      .map((ticket) => `a ticket is left in the lane: ${JSON.stringify(ticket)}`);
  }

  describe(): string {
    return `given ${JSON.stringify(this.initial)}\n${describeCalls(this.history.calls)}`;
  }
}

export function registrationIdOf(operation: Operation, outcome: CallOutcome): string {
  const given = operation.name === 'registerForEvent' ? operation.clientRequestId : undefined;
  return given ?? toldId(outcome) ?? '*';
}
