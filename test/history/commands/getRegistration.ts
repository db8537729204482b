import type { OperationNamed } from '../model/operation.ts';
import { getRegistration } from '../operations.ts';
import { Command } from './command.ts';

class GetRegistration extends Command<OperationNamed<'getRegistration'>> {
  /** Always. */
  override check(): boolean {
    return true;
  }
}

export const getRegistrationCommands = getRegistration.map((operation) => new GetRegistration(operation));
