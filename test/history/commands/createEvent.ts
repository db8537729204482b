import type { OperationNamed } from '../model/operation.ts';
import { createEvent } from '../operations.ts';
import { Command } from './command.ts';

class CreateEvent extends Command<OperationNamed<'createEvent'>> {
  /** Always: an event that exists is refused. */
  override check(): boolean {
    return true;
  }
}

export const createEventCommands = createEvent.map((operation) => new CreateEvent(operation));
