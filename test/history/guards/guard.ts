import type { Edit } from '../variant.ts';

/** Something in the sources that keeps the promise, how it is taken out, and the situation that then must end badly. */
export interface Guard {
  /** Where it is, and what it says. */
  name: string;
  /** Several where guards imply each other and only go together. */
  edits: Edit[];
  /** The name of the scenario that catches its removal. */
  caughtBy: string;
}

/** Makes a clause of a condition true whatever is stored; its placeholders stay in use, as DynamoDB demands. */
export function withoutClause(file: string, clause: string): Edit {
  return { file, find: `'${clause}'`, replace: `'(${clause}) OR NOT (${clause})'` };
}

/** Makes the clause that an event is live, first of its condition, true whatever is stored. */
export function withoutLive(file: string): Edit {
  return { file, find: '[LIVE,', replace: '[`(${LIVE}) OR NOT (${LIVE})`,' };
}

/** Takes out the clause that the event belongs to the organizer who acts. */
export function withoutOrganizer(file: string): Edit[] {
  return [{ file, find: 'organizerClause(', replace: '((_: string | null) => ({ clauses: [], attributes: [], values: {} }))(' }];
}

/** As conditions: there is an item or there is none. */
export const ANYTHING = `{ expression: 'attribute_exists(#if_key) OR attribute_not_exists(#if_key)', names: { '#if_key': 'PK' }, values: {} }`;
