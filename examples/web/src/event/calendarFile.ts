/** What a calendar wants to know of an event. */
export interface CalendarEvent {
  eventId: string;
  title: string;
  date: string;
  endsAt: string | null;
  location: string | null;
  description: string | null;
  status: string;
  version: number;
  updatedAt: string;
}

/** A line has so many octets at most (RFC 5545, 3.1), with the space that a folded one begins with. */
const OCTETS = 75;

/**
 * The event as an .ics file (RFC 5545). Its times are in UTC, so it needs no list of time zones: every calendar shows
 * them in its own. A later file of the same event takes the place of an earlier one.
 */
export function calendarFile(event: CalendarEvent): string {
  const { eventId, title, date, endsAt, location, description, status, version, updatedAt } = event;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//event-registration//example//EN',
    'BEGIN:VEVENT',
    `UID:${escaped(eventId)}@event-registration`,
    `SEQUENCE:${version}`,
    `DTSTAMP:${utc(updatedAt)}`,
    `DTSTART:${utc(date)}`,
    ...(endsAt === null ? [] : [`DTEND:${utc(endsAt)}`]),
    `SUMMARY:${escaped(title)}`,
    ...(location === null ? [] : [`LOCATION:${escaped(location)}`]),
    ...(description === null ? [] : [`DESCRIPTION:${escaped(description)}`]),
    ...(status === 'CANCELLED' ? ['STATUS:CANCELLED'] : []),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines
    .flatMap(folded)
    .map((line) => `${line}\r\n`)
    .join('');
}

/** 2031-03-01T18:00:00.000Z as 20310301T180000Z. */
function utc(iso: string): string {
  return `${iso.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, (character) => `\\${character}`).replaceAll(/\r\n|[\n\r\u2028\u2029]/g, '\\n');
}

/** A line in pieces that are short enough; no character is cut. */
function folded(line: string): string[] {
  const pieces = [''];
  let octets = 0;
  for (const character of line) {
    const own = new TextEncoder().encode(character).length;
    if (octets + own > OCTETS) {
      pieces.push(' ');
      octets = 1;
    }
    pieces[pieces.length - 1] += character;
    octets += own;
  }
  return pieces;
}
