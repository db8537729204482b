import { describe, expect, it } from 'vitest';
import type { Transport } from '../../client/followEvent.ts';
import { calendarFile } from '../../examples/web/src/event/calendarFile.ts';
import { register } from '../../examples/web/src/event/register.ts';
import { formatDay, formatLeft, formatMoment, formatSince, formatWhen } from '../../examples/web/src/words/dates.ts';
import { seatsInWords } from '../../examples/web/src/words/seats.ts';

const gig = {
  eventId: 'gig',
  title: 'Gig; loud, and \\ long',
  date: '2031-03-01T18:00:00.000Z',
  endsAt: '2031-03-01T20:30:00.000Z',
  location: 'Hall 1, Lisboa',
  description: `First line\nsecond ${'ß'.repeat(80)}`,
  status: 'OPEN',
  version: 7,
  updatedAt: '2031-02-01T10:00:00.000Z',
};

/** A file's lines, unfolded. */
const linesOf = (file: string): string[] => file.replaceAll('\r\n ', '').trimEnd().split('\r\n');

describe('the example app’s .ics file', () => {
  it('has the event in UTC, with texts escaped', () => {
    expect(linesOf(calendarFile(gig))).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//event-registration//example//EN',
      'BEGIN:VEVENT',
      'UID:gig@event-registration',
      'SEQUENCE:7',
      'DTSTAMP:20310201T100000Z',
      'DTSTART:20310301T180000Z',
      'DTEND:20310301T203000Z',
      'SUMMARY:Gig\\; loud\\, and \\\\ long',
      'LOCATION:Hall 1\\, Lisboa',
      `DESCRIPTION:First line\\nsecond ${'ß'.repeat(80)}`,
      'END:VEVENT',
      'END:VCALENDAR',
    ]);
  });

  it('has no line above 75 octets, and ends each with a line break', () => {
    const file = calendarFile({ ...gig, title: '🎷'.repeat(50) });
    expect(file.endsWith('\r\n')).toBe(true);
    expect(Math.max(...file.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(linesOf(file)).toContain(`SUMMARY:${'🎷'.repeat(50)}`);
  });

  it('leaves out what is not said, and says that an event is cancelled', () => {
    const bare = { ...gig, endsAt: null, location: null, description: null, status: 'CANCELLED' };
    const names = linesOf(calendarFile(bare)).map((line) => line.split(':')[0]);
    expect(names).toEqual(expect.arrayContaining(['STATUS']));
    expect(names).not.toEqual(expect.arrayContaining(['DTEND']));
    expect(names).not.toEqual(expect.arrayContaining(['LOCATION']));
  });
});

describe('registering in the example app', () => {
  const refusedWith = (opensAt: string) => ({
    errors: [
      {
        errorType: 'EventNotOpen',
        message: 'Not open.',
        errorInfo: {
          retryable: false,
          eventId: 'gig',
          status: 'OPEN',
          opensAt,
          closesAt: null,
          serverTime: '2031-03-01T18:00:00.000Z',
        },
      },
    ],
  });
  const transport = (first: object): Transport => {
    const ends = [first];
    const request = async () => {
      const end = ends.shift();
      if (end !== undefined) {
        throw end;
      }
      return { registerForEvent: { registrationId: 'r' } } as never;
    };
    return { request, listen: () => () => undefined };
  };
  const ada = { username: 'ada', name: 'Ada' } as Parameters<typeof register>[1];

  it('is done a moment later where it was a moment too early', async () => {
    const registration = await register(transport(refusedWith('2031-03-01T18:00:00.005Z')), ada, 'gig');
    expect(registration).toEqual({ registrationId: 'r' });
  });

  it('is refused where it was far too early', async () => {
    const refusal = refusedWith('2031-03-01T19:00:00.000Z');
    await expect(register(transport(refusal), ada, 'gig')).rejects.toBe(refusal);
  });
});

describe('the example app’s times', () => {
  it('are in the event’s zone, whatever the reader’s is', () => {
    const tokyo = formatWhen({ ...gig, timeZone: 'Asia/Tokyo' });
    expect(tokyo).toContain('Sunday, March 2, 2031');
    expect(tokyo).toMatch(/3:00.*5:30.*in Tokyo$/);
    expect(formatWhen({ ...gig, endsAt: null, timeZone: 'America/Argentina/Buenos_Aires' })).toMatch(
      /^Saturday, March 1, 2031.* 3:00\sPM in Buenos Aires$/,
    );
  });

  it('are in the reader’s zone where the event names none, or none that there is', () => {
    const own = formatWhen({ ...gig, timeZone: null });
    expect(formatWhen({ ...gig, timeZone: 'Middle-earth/Shire' }).trim()).toBe(own);
  });

  it.each([
    [400, '0:01'],
    [61_000, '1:01'],
    [3_600_000, '1:00:00'],
    [90_061_000, '25:01:01'],
    [3 * 86_400_000, '3 days'],
  ])('count %i ms down as %s', (ms, words) => {
    expect(formatLeft(ms)).toBe(words);
  });

  it('are in the event’s zone in lists, too: the day, the year where it is another, the time', () => {
    expect(formatDay({ ...gig, timeZone: 'Asia/Tokyo' })).toMatchObject({ weekday: 'Sun', day: 'Mar 2', year: '2031' });
    expect(formatDay({ ...gig, timeZone: 'Asia/Tokyo' }).time).toMatch(/^3:00\sAM in Tokyo$/);
    expect(formatDay({ date: new Date().toISOString(), timeZone: null }).year).toBeNull();
    expect(formatMoment(gig.date, 'America/Argentina/Buenos_Aires')).toMatch(/3:00\sPM in Buenos Aires$/);
  });

  it('say since when something is so, with its day where that was not today', () => {
    expect(formatSince(new Date().toISOString())).toMatch(/^\d+:\d\d:\d\d\s[AP]M$/);
    expect(formatSince('2020-03-05T12:00:00.000Z')).toContain('Mar 5');
  });

  it('decide what a list says of seats', () => {
    const open = {
      status: 'OPEN' as const,
      seatsLeft: 3,
      waitlistCount: 0,
      waitlistEnabled: true,
      registrationOpensAt: null,
      registrationClosesAt: null,
    };
    const within = { phase: 'WITHIN', leftMs: null } as const;
    const ahead = { phase: 'AHEAD', leftMs: 61_000 } as const;
    expect(seatsInWords(open, ahead).text).toBe('Opens in 1:01');
    expect(seatsInWords(open, within).text).toBe('3 seats left');
    expect(seatsInWords({ ...open, waitlistCount: 1200 }, within).text).toBe('Full, 1,200 waiting');
    expect(seatsInWords({ ...open, seatsLeft: 0, waitlistEnabled: false }, within).text).toBe('Full');
    expect(seatsInWords(open, { phase: 'OVER', leftMs: null }).text).toBe('Registration closed');
    expect(seatsInWords({ ...open, status: 'CANCELLED' }, ahead).text).toBe('Cancelled');
    expect(seatsInWords({ ...open, status: 'DRAFT' }, ahead).text).toBe('Not public yet');
  });
});
