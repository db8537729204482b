import type { Director } from './director.ts';

/**
 * One situation that a guard exists for, brought about exactly. It passes on the real build and is the negative control
 * of the guards that name it.
 */
export interface Scenario {
  name: string;
  /** @returns what is wrong; nothing, if all is well */
  run(director: Director): Promise<string[]>;
}
