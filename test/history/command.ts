import type fc from 'fast-check';
import { expect } from 'vitest';
import { matches } from './model/answer.ts';
import { isPresent, type State } from './model/state.ts';
import { alone } from './model/steps.ts';
import { registrationIdOf } from './play.ts';
import type { CallOutcome } from './stage/outcome.ts';
import type { ApiOperation } from './stage/perform.ts';

/** What should be. */
export interface Model {
  state: State;
}

/** What is. */
export interface Real {
  perform(operation: ApiOperation): Promise<CallOutcome>;
}

/** One call, whose answer must be the model's. */
class Command implements fc.AsyncCommand<Model, Real> {
  constructor(readonly operation: ApiOperation) {}

  /**
   * Whether the call is worth making where the model stands. Without an event, leaving and updating are refused whoever
   * asks, and so is registering, but for people who do not exist.
   */
  check({ state }: Readonly<Model>): boolean {
    switch (this.operation.name) {
      case 'registerForEvent':
        return state.event !== null || !isPresent(state, this.operation.userId);
      case 'unregisterFromEvent':
      case 'admitFromWaitlist':
      case 'checkIn':
      case 'undoCheckIn':
      case 'updateEvent':
        return state.event !== null;
      default:
        return true;
    }
  }

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

/** Commands that make these calls. */
export function commandsOf(operations: fc.Arbitrary<ApiOperation>): fc.Arbitrary<fc.AsyncCommand<Model, Real>> {
  return operations.map((operation) => new Command(operation));
}
