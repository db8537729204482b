/**
 * What the fields of the organizer's forms are called, by their names in the API: their labels, and the words of
 * refusals.
 */
export const LABELS = {
  title: 'Title',
  date: 'When',
  endsAt: 'Until',
  registrationOpensAt: 'Registration opens',
  registrationClosesAt: 'Registration closes',
  capacity: 'Seats',
  location: 'Where',
  description: 'What it is about',
  waitlistEnabled: 'People can wait for a seat once it is full',
  reason: 'Why',
};

/**
 * A refusal in words of the form: `endsAt must not be before date` becomes `“Until” must not be before “When”`. The
 * fields that it speaks of are the refused one and those that `errorInfo` has beside it.
 */
export function inLabels(message: string, { field, ...limits }: { field: string } & Record<string, unknown>): string {
  const names = new Set([field, ...Object.keys(limits)]);
  return message.replaceAll(/\w+/g, (word) => (names.has(word) && isLabelled(word) ? `“${LABELS[word]}”` : word));
}

function isLabelled(name: string): name is keyof typeof LABELS {
  return Object.hasOwn(LABELS, name);
}
