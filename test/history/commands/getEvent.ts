import type { OperationNamed } from '../model/operation.ts';
import { getEvent } from '../operations.ts';
import { Command } from './command.ts';

class GetEvent extends Command<OperationNamed<'getEvent'>> {
  /** Always. */
  override check(): boolean {
    return true;
  }
}

export const getEventCommands = getEvent.map((operation) => new GetEvent(operation));
