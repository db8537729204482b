import type { OperationNamed } from '../model/operation.ts';
import { updateEvent } from '../operations.ts';
import { Command, type Model } from './command.ts';

class UpdateEvent extends Command<OperationNamed<'updateEvent'>> {
  /** Needs an event: without one all are refused alike. */
  override check({ state }: Readonly<Model>): boolean {
    return state.event !== null;
  }
}

export const updateEventCommands = updateEvent.map((operation) => new UpdateEvent(operation));
