import type { ClearTask } from './clear.ts';
import type { EraseTask } from './erase.ts';
import type { TellTask } from './tell.ts';

/**
 * Work on many items, and how far it has come. What is done is in the table: a task that begins anew, or is carried out
 * twice, comes to the same end.
 */
export type Task = TellTask | ClearTask | EraseTask;
