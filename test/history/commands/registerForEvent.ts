import type { OperationNamed } from '../model/operation.ts';
import { registerForEvent } from '../operations.ts';
import { Command, type Model } from './command.ts';

class RegisterForEvent extends Command<OperationNamed<'registerForEvent'>> {
  /** Nearly always: without event all are refused alike, so it needs an event or a user who does not exist. */
  override check({ state }: Readonly<Model>): boolean {
    return state.event !== null || !state.users.includes(this.operation.userId);
  }
}

export const registerForEventCommands = registerForEvent.map((operation) => new RegisterForEvent(operation));
