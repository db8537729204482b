import type { Edit } from '../edit.ts';

/** Something in the sources that keeps the promise, how it is taken out, and the situation that then must end badly. */
export interface Guard {
  /** Where it is, and what it says. */
  name: string;
  /** Several where guards imply each other and only go together. */
  edits: Edit[];
  /** The name of the scenario that catches its removal. */
  caughtBy: string;
}
