import type { OperationNamed } from '../model/operation.ts';
import { unregisterFromEvent } from '../operations.ts';
import { Command, type Model } from './command.ts';

class UnregisterFromEvent extends Command<OperationNamed<'unregisterFromEvent'>> {
  /** Needs an event: without one all are refused alike. */
  override check({ state }: Readonly<Model>): boolean {
    return state.event !== null;
  }
}

export const unregisterFromEventCommands = unregisterFromEvent.map((operation) => new UnregisterFromEvent(operation));
