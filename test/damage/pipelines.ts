import { deleteEvent, explainDeleteEvent } from '../../domain/event/deleteEvent.ts';
import { UNCOUNTABLE } from '../../domain/error.ts';
import { explainUpdateEvent, updateEvent, type EventPatch } from '../../domain/event/updateEvent.ts';
import { explainReleaseSeat, releaseSeat } from '../../domain/registration/releaseSeat.ts';
import { explainReserveSeat, reserveSeat } from '../../domain/registration/reserveSeat.ts';
import { joiningTimeMs } from '../../domain/timestamp.ts';
import type { Action } from '../../domain/transaction.ts';
import { joinWaitlist } from '../../domain/waitlist/joinWaitlist.ts';
import { leaveWaitlist } from '../../domain/waitlist/leaveWaitlist.ts';
import type { Reason } from '../../domain/verdict.ts';
import type { VirtualStage } from '../lambda/support/virtualStage.ts';
import { BACKEND, fresh, person } from '../lambda/support/world.ts';

/** What a call has come to: `done`, or its error. */
export type Outcome = string;

const DONE = 'done';

/** The mutations of the API as their pipelines are: transactions of the domain first, then the Lambda. */
export class Pipelines {
  readonly #stage: VirtualStage;

  constructor(stage: VirtualStage) {
    this.#stage = stage;
  }

  async register(eventId: string, userId: string): Promise<Outcome> {
    const request = { userId, eventId, requestId: fresh('request'), caller: person(userId), begunAt: this.#now() };
    const reasons = await this.#try(reserveSeat(request, this.#now()));
    if (reasons === null) {
      return DONE;
    }
    const decision = explainReserveSeat(request, reasons, this.#now());
    if (decision.kind === 'failed') {
      return decision.failure.errorType;
    }
    if (decision.kind === 'queue') {
      const { event } = decision;
      const tailMs = event.waitlistTail === '' ? null : Date.parse(event.waitlistTail);
      const waitlistedAt = new Date(joiningTimeMs(this.#stage.nowMs(), tailMs)).toISOString();
      if ((await this.#try(joinWaitlist(request, { event, waitlistedAt }, this.#now()))) === null) {
        return DONE;
      }
    }
    return outcomeOf(await this.#stage.world.register(eventId, userId, {}, request.requestId));
  }

  async leave(eventId: string, userId: string, caller = person(userId)): Promise<Outcome> {
    const request = { userId, eventId, caller, begunAt: this.#now() };
    const reasons = await this.#try(releaseSeat(request, null, this.#now()));
    if (reasons === null) {
      return DONE;
    }
    const decision = explainReleaseSeat(request, reasons, this.#now());
    if (decision.kind === 'failed') {
      return decision.failure.errorType;
    }
    const waiting = decision.kind === 'waiting' ? decision.registration : null;
    if (waiting !== null && (await this.#try(leaveWaitlist(request, waiting, this.#now()))) === null) {
      return DONE;
    }
    const { world } = this.#stage;
    return outcomeOf(await world.unregister(eventId, userId, {}, caller, waiting?.requestId ?? null));
  }

  async update(eventId: string, patch: EventPatch): Promise<Outcome> {
    const reasons = await this.#try(updateEvent(eventId, patch, BACKEND, this.#now()));
    if (reasons === null) {
      return DONE;
    }
    const decision = explainUpdateEvent(eventId, patch, BACKEND, reasons);
    return decision.kind === 'failed' ? decision.failure.errorType : this.settleUpdate(eventId, patch);
  }

  /** The Lambda's part of it. */
  async settleUpdate(eventId: string, patch: EventPatch): Promise<Outcome> {
    try {
      return outcomeOf(await this.#stage.world.call({ operation: 'updateEvent', eventId, patch, caller: BACKEND }));
    } catch (error) {
      if (String(error).includes(UNCOUNTABLE)) {
        return 'InternalError';
      }
      throw error;
    }
  }

  async delete(eventId: string): Promise<Outcome> {
    const read = await this.#stage.world.event(eventId);
    if (read === null) {
      return 'EventNotFound';
    }
    const reasons = await this.#try(deleteEvent(eventId, BACKEND, read, this.#now()));
    const failure = reasons === null ? null : explainDeleteEvent(eventId, BACKEND, reasons, read);
    return failure?.errorType ?? DONE;
  }

  #now(): string {
    return new Date(this.#stage.nowMs()).toISOString();
  }

  /** Null if it is made, else why not. */
  async #try(actions: Action[]): Promise<Reason[] | null> {
    const attempt = await this.#stage.table.transact(actions, fresh('resolver'));
    if (attempt.kind === 'MAYBE_MADE') {
      throw new Error('No answer is lost here.');
    }
    return attempt.kind === 'MADE' ? null : attempt.reasons;
  }
}

/** What an answer of the Lambda comes to. */
export function outcomeOf(answer: { value: unknown } | { failure: { errorType: string } }): Outcome {
  return 'failure' in answer ? answer.failure.errorType : DONE;
}
