import type { OperationNamed } from '../model/operation.ts';
import { createUser } from '../operations.ts';
import { Command } from './command.ts';

class CreateUser extends Command<OperationNamed<'createUser'>> {
  /** Always: somebody who exists is refused. */
  override check(): boolean {
    return true;
  }
}

export const createUserCommands = createUser.map((operation) => new CreateUser(operation));
