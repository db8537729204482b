/** The groups that a signed-in user may be in, each with what it allows. */
export const GROUPS = {
  organizers: 'May create events and manage their own.',
  door: 'May check people in at every event, and undo it.',
  admins: 'May do everything that a person may do.',
} as const;

export type Group = keyof typeof GROUPS;

export const GROUP_NAMES = Object.keys(GROUPS) as Group[];
