const LONG = new Intl.DateTimeFormat('en', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const SHORT = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short' });
const CLOCK = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit', second: '2-digit' });

/** A moment in full, in the reader's time zone. */
export function formatMoment(iso: string): string {
  return LONG.format(new Date(iso));
}

/** A day. */
export function formatDay(iso: string): string {
  return SHORT.format(new Date(iso));
}

/** A time of day, to the second. */
export function formatTime(iso: string): string {
  return CLOCK.format(new Date(iso));
}
