import type fc from 'fast-check';
import { expect } from 'vitest';
import { matches } from '../model/answer.ts';
import type { State } from '../model/state.ts';
import { alone } from '../model/steps.ts';
import { registrationIdOf } from '../play.ts';
import type { Outcome } from '../stage/outcome.ts';
import type { ApiOperation } from '../stage/perform.ts';

/** What should be. */
export interface Model {
  state: State;
}

/** What is. */
export interface Real {
  perform(operation: ApiOperation): Promise<Outcome>;
}

/** One call, whose answer must be the model's. */
export abstract class Command<Operation extends ApiOperation> implements fc.AsyncCommand<Model, Real> {
  constructor(readonly operation: Operation) {}

  /** Whether the call is worth making where the model stands. */
  abstract check(model: Readonly<Model>): boolean;

  async run(model: Model, real: Real): Promise<void> {
    const outcome = await real.perform(this.operation);
    const { state, answer } = alone(model.state, this.operation, registrationIdOf(this.operation, outcome));
    if (outcome.kind !== 'answered' || !matches(answer, outcome.answer)) {
      expect(outcome).toEqual({ kind: 'answered', answer });
    }
    model.state = state;
  }

  toString(): string {
    const { name, ...details } = this.operation;
    return `${name}(${JSON.stringify(details)})`;
  }
}
