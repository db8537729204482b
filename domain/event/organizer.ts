/** The clause that the event belongs to the caller, where the write needs it: to be spread into `allOf` / `existsAnd`. */
export interface OrganizerClause {
  clauses: string[];
  attributes: string[];
  values: Record<string, unknown>;
}

/** @param organizer the organizer that the event must have, null where none is required */
export function organizerClause(organizer: string | null): OrganizerClause {
  if (organizer === null) {
    return { clauses: [], attributes: [], values: {} };
  }
  return { clauses: ['#if_organizer = :if_organizer'], attributes: ['organizer'], values: { organizer } };
}
