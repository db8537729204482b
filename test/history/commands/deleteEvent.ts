import type { OperationNamed } from '../model/operation.ts';
import { deleteEvent } from '../operations.ts';
import { Command } from './command.ts';

class DeleteEvent extends Command<OperationNamed<'deleteEvent'>> {
  /** Always: people in the event, strangers and absence are refused. */
  override check(): boolean {
    return true;
  }
}

export const deleteEventCommands = deleteEvent.map((operation) => new DeleteEvent(operation));
