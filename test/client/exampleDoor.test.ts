import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAtDoor, type Person } from '../../examples/web/src/api/api.ts';
import { firstOfEach, isRepeated, newScan, type Scan } from '../../examples/web/src/door/scan.ts';
import { ScanStore } from '../../examples/web/src/door/ScanStore.ts';
import { keepSending, sendScans } from '../../examples/web/src/door/sendScans.ts';
import { rememberClock, serverNow } from '../../examples/web/src/door/serverClock.ts';
import { newSightings } from '../../examples/web/src/door/sightings.ts';
import { readTicket, ticketCode } from '../../examples/web/src/event/ticketCode.ts';
import { scanWords } from '../../examples/web/src/door/words.ts';

/** What a browser keeps of a page, for all of its tabs. */
class Kept implements Storage {
  readonly #items = new Map<string, string>();
  get length() {
    return this.#items.size;
  }
  key = (index: number) => [...this.#items.keys()][index] ?? null;
  getItem = (key: string) => this.#items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.#items.set(key, value);
  removeItem = (key: string) => void this.#items.delete(key);
  clear = () => this.#items.clear();
}

const at = (second: number): string => new Date(Date.UTC(2031, 0, 1, 10, 0, second)).toISOString();
const scanned = (userId: string, second: number): Scan => newScan('gig', userId, new Date(at(second)));
const refusedWith = (errorType: string, retryable: boolean) => ({
  errors: [
    {
      errorType,
      message: 'No.',
      errorInfo: { retryable, outcome: 'UNKNOWN', retryAfterMs: 1, decidedBy: null, clientRequestId: null },
    },
  ],
});

/** A door whose API answers as a test says, and what was sent to it. */
function door(answer: (scan: Scan) => Promise<string> = async (scan) => scan.at) {
  const kept = new Kept();
  const sent: string[] = [];
  const send = async (scan: Scan): Promise<string> => {
    sent.push(scan.userId);
    return answer(scan);
  };
  return { kept, store: new ScanStore(kept, 'dora'), sent, send };
}

describe('sendScans of the example app’s door', () => {
  it('sends what waits in the order of its moments, each with its own, and keeps what came of it', async () => {
    const { store, sent, send } = door();
    store.put(scanned('cleo', 3));
    store.put(scanned('ada', 1));
    store.put(scanned('bo', 2));
    expect(await sendScans(store, send)).toBe(true);
    expect(sent).toEqual(['ada', 'bo', 'cleo']);
    expect(store.read().map(({ outcome }) => outcome)).toEqual(
      [1, 2, 3].map((second) => ({ kind: 'IN', checkedInAt: at(second) })),
    );
    expect(await sendScans(store, send)).toBe(true);
    expect(sent).toHaveLength(3);
  });

  it.each([
    ['an answer is lost', new TypeError('Failed to fetch')],
    ['the API is busy', refusedWith('Busy', true)],
  ])('stops where %s, forgets nothing, and goes on there with the same moments, after a reload too', async (_, end) => {
    let isDown = true;
    const { kept, store, sent, send } = door(async (scan) => {
      if (isDown && scan.userId === 'bo') {
        throw end;
      }
      return scan.at;
    });
    ['ada', 'bo', 'cleo'].forEach((userId, index) => store.put(scanned(userId, index)));
    expect(await sendScans(store, send)).toBe(false);
    expect(sent).toEqual(['ada', 'bo']);
    const reloaded = new ScanStore(kept, 'dora');
    expect(reloaded.read().map(({ outcome, isTried }) => [outcome?.kind ?? 'waits', isTried])).toEqual([
      ['IN', true],
      ['waits', true],
      ['waits', false],
    ]);
    isDown = false;
    expect(await sendScans(reloaded, send)).toBe(true);
    expect(sent).toEqual(['ada', 'bo', 'bo', 'cleo']);
    expect(reloaded.read().map(({ outcome }) => outcome)).toEqual(
      [0, 1, 2].map((second) => ({ kind: 'IN', checkedInAt: at(second) })),
    );
  });

  it('goes past what is refused, keeps it, and does not send it again until it is told to', async () => {
    const { store, sent, send } = door(async (scan) => {
      if (scan.userId === 'bo') {
        throw refusedWith('NotRegistered', false);
      }
      return scan.at;
    });
    ['bo', 'ada'].forEach((userId, index) => store.put(scanned(userId, index)));
    expect(await sendScans(store, send)).toBe(true);
    const [bo, ada] = store.read();
    expect(bo?.outcome).toEqual({
      kind: 'REFUSED',
      errorType: 'NotRegistered',
      words: 'Not registered for this event.',
    });
    expect(ada?.outcome?.kind).toBe('IN');
    expect(await sendScans(store, send)).toBe(true);
    expect(sent).toEqual(['bo', 'ada']);
    store.put({ ...(bo as Scan), outcome: null });
    await sendScans(store, send);
    expect(sent).toEqual(['bo', 'ada', 'bo']);
  });

  it('sends what is scanned while it sends', async () => {
    const { store, sent, send } = door(async (scan) => {
      if (scan.userId === 'ada') {
        store.put(scanned('bo', 2));
      }
      return scan.at;
    });
    store.put(scanned('ada', 1));
    expect(await sendScans(store, send)).toBe(true);
    expect(sent).toEqual(['ada', 'bo']);
  });
});

describe('keepSending of the example app’s door', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    let turn = Promise.resolve();
    // One at a time, as a browser's.
    const request = (_name: string, act: () => Promise<unknown>) => {
      const mine = turn.then(act);
      turn = mine.then(
        () => undefined,
        () => undefined,
      );
      return mine;
    };
    vi.stubGlobal('navigator', { locks: { request } });
    vi.stubGlobal('window', new EventTarget());
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('sends each scan once although two tabs are open', async () => {
    let atOnce = 0;
    const { kept, store, sent, send } = door(async (scan) => {
      expect((atOnce += 1)).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 10));
      atOnce -= 1;
      return scan.at;
    });
    ['ada', 'bo', 'cleo'].forEach((userId, index) => store.put(scanned(userId, index)));
    const ends = [store, new ScanStore(kept, 'dora')].map((tab) => keepSending(tab, 'dora', send));
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual(['ada', 'bo', 'cleo']);
    ends.forEach((end) => end());
  });

  it('tries again by itself, at once when the device is back online, and never after its end', async () => {
    let isDown = true;
    const { store, sent, send } = door(async (scan) => {
      if (isDown) {
        throw new TypeError('Failed to fetch');
      }
      return scan.at;
    });
    const end = keepSending(store, 'dora', send);
    store.put(scanned('ada', 1));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent.length).toBeGreaterThan(2);
    isDown = false;
    window.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(0);
    expect(store.firstWaiting()).toBeUndefined();
    end();
    const before = sent.length;
    store.put(scanned('bo', 2));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(before);
  });
});

describe('the scans of a device', () => {
  it('are of one person each, and of those that are settled the latest are kept; what waits or is refused is', () => {
    const { kept, store } = door();
    const olgas = new ScanStore(kept, 'olga');
    olgas.put(scanned('zoe', 0));
    store.put(scanned('waits', 0));
    store.put({ ...scanned('refused', 0), outcome: { kind: 'REFUSED', errorType: 'NotRegistered', words: '' } });
    for (let second = 1; second <= 210; second += 1) {
      store.put({ ...scanned(`guest-${second}`, second), outcome: { kind: 'UNDONE' } });
    }
    const people = store.read().map(({ userId }) => userId);
    expect(people).toHaveLength(202);
    expect(people).toEqual(expect.arrayContaining(['waits', 'refused', 'guest-11', 'guest-210']));
    expect(olgas.read().map(({ userId }) => userId)).toEqual(['zoe']);
  });

  it('are of so many people as have come, each by the first that is given', () => {
    const scans = [scanned('ada', 3), scanned('bo', 2), scanned('ada', 1)];
    expect(firstOfEach(scans).map(({ userId, at: moment }) => [userId, moment])).toEqual([
      ['ada', at(3)],
      ['bo', at(2)],
    ]);
  });

  it('say what came of them: in, in before, waiting, not registered, taken back', () => {
    const scan = scanned('ada', 5);
    const words = (outcome: Scan['outcome']) => scanWords({ ...scan, outcome });
    expect(words(null).text).toBe('Noted on this device, not yet sent.');
    expect(words({ kind: 'IN', checkedInAt: at(5) })).toMatchObject({
      tone: 'good',
      text: expect.stringMatching(/^Checked in at /),
    });
    expect(words({ kind: 'IN', checkedInAt: at(4) })).toMatchObject({
      tone: 'fair',
      text: expect.stringMatching(/^Was checked in already at /),
    });
    expect(isRepeated({ ...scan, outcome: { kind: 'UNDONE' } })).toBe(false);
    expect(words({ kind: 'UNDONE' }).text).toBe('Taken back.');
  });

  it.each([
    ['NotRegistered', 'Not registered for this event.'],
    ['RegistrationStatusChanged', 'On the waitlist, without a seat.'],
    ['ValidationError', 'Scanned in the future: the clock of this device is wrong.'],
    ['Unauthorized', 'You may not check people in at this event.'],
    ['EventNotFound', 'This event does not exist, or no longer.'],
  ])('say of %s: %s', async (errorType, words) => {
    const { store, send } = door(() => Promise.reject(refusedWith(errorType, false)));
    store.put(scanned('ada', 1));
    await sendScans(store, send);
    expect(scanWords(store.read()[0] as Scan)).toEqual({ tone: 'bad', text: words });
  });

  it('are of a moment that is not ahead of the server, as far as its clock is known', () => {
    vi.stubGlobal('localStorage', new Kept());
    vi.useFakeTimers({ now: Date.UTC(2031, 0, 1, 10) });
    expect(serverNow().toISOString()).toBe('2031-01-01T10:00:00.000Z');
    rememberClock({ aheadMs: -60_000, withinMs: 12.5 });
    expect(serverNow().toISOString()).toBe('2031-01-01T09:58:59.987Z');
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
});

describe('readTicket', () => {
  it('reads the code of a ticket, or an id that was typed', () => {
    expect(readTicket(ticketCode('gig', 'ada@home.example'), 'gig')).toEqual({ userId: 'ada@home.example' });
    expect(readTicket(' ada ', 'gig')).toEqual({ userId: 'ada' });
  });

  it('refuses the ticket of another event, and what is no ticket', () => {
    expect(readTicket(ticketCode('other', 'ada'), 'gig')).toEqual({
      problem: 'The ticket of ada is for another event.',
    });
    for (const text of ['', 'https://example.com/', 'ticket:gig:', 'ticket:gig:ada:x', 'a'.repeat(65)]) {
      expect(readTicket(text, 'gig')).toEqual({ problem: expect.stringContaining('neither the code of a ticket') });
    }
  });
});

describe('a camera at the door', () => {
  it('takes a ticket once while it is held up, and again when it comes back', () => {
    const isNew = newSightings();
    expect([0, 200, 3000, 5900].map((nowMs) => isNew('ada', nowMs))).toEqual([true, false, false, false]);
    expect([isNew('bo', 6000), isNew('ada', 6200), isNew('ada', 9300)]).toEqual([true, true, true]);
  });
});

describe('who is at the door', () => {
  const of = (...groups: string[]): Person => ({ username: 'olga', name: 'Olga', groups });

  it('is the group door and admins at any event, organizers at their own, and nobody else', () => {
    expect([of('door'), of('admins')].map((person) => isAtDoor(person, 'otto'))).toEqual([true, true]);
    expect([undefined, 'olga', 'otto', null].map((organizer) => isAtDoor(of('organizers'), organizer))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([of(), null].map((person) => isAtDoor(person, 'olga'))).toEqual([false, false]);
  });
});
