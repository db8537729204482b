import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { follow, pauseMs, together, type Listener, type Subscribe, type View } from '../../client/follow.ts';

/** A number that grows by one with every change; a message says what it has become. */
class Stage {
  truth = 1;
  readonly views: View<number>[] = [];
  readonly attempts: { listener: Listener<number>; isEnded: boolean }[] = [];
  readonly fetches: { answer(value?: number): void; fail(error: unknown): void }[] = [];
  readonly following = follow<number, number>({
    subscribe: (listener) => {
      const attempt = { listener, isEnded: false };
      this.attempts.push(attempt);
      return () => (attempt.isEnded = true);
    },
    fetch: () =>
      new Promise((resolve, reject) =>
        this.fetches.push({ answer: (value = this.truth) => resolve(value), fail: reject }),
      ),
    apply: (shown, message) => (message <= shown ? shown : message === shown + 1 ? message : 'refetch'),
    show: (view) => this.views.push(view),
    pauseMs: () => 0,
  });

  get subscription() {
    return this.attempts.at(-1)!.listener;
  }

  get view() {
    return this.views.at(-1);
  }

  /** Lets the fetch under way answer, or fail. */
  async answer(value?: number): Promise<void> {
    this.fetches.shift()!.answer(value);
    await settled();
  }

  async fail(error: unknown): Promise<void> {
    this.fetches.shift()!.fail(error);
    await settled();
  }

  /** Listening, with the truth on show. */
  static async live(): Promise<Stage> {
    const stage = new Stage();
    await stage.answer();
    stage.subscription.listening();
    await stage.answer();
    return stage;
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const paused = (attempts: { length: number }, count: number) =>
  vi.waitFor(() => expect(attempts.length).toBe(count), { interval: 1, timeout: 60_000 });

describe('follow', () => {
  it('shows what it fetched, and is live once it has fetched again while the server listens', async () => {
    const stage = new Stage();
    await stage.answer();
    expect(stage.view).toEqual({ state: 1, isLive: false, error: null });
    stage.truth = 2;
    stage.subscription.listening();
    await stage.answer();
    expect(stage.view).toEqual({ state: 2, isLive: true, error: null });
  });

  it('fetches again for a server that began to listen while an answer was on its way', async () => {
    const stage = new Stage();
    stage.subscription.listening();
    await stage.answer(1);
    expect(stage.view).toEqual({ state: 1, isLive: false, error: null });
    await stage.answer(2);
    expect(stage.view).toEqual({ state: 2, isLive: true, error: null });
  });

  it('shows messages that arrive during a fetch, and applies the newer ones to its answer', async () => {
    const stage = new Stage();
    await stage.answer();
    stage.subscription.listening();
    stage.subscription.next(2);
    stage.subscription.next(3);
    expect(stage.view).toEqual({ state: 3, isLive: false, error: null });
    await stage.answer(2);
    expect(stage.view).toEqual({ state: 3, isLive: true, error: null });
  });

  it('fetches once more where a message that arrived during a fetch says more than its answer has', async () => {
    const stage = new Stage();
    await stage.answer();
    stage.subscription.listening();
    stage.subscription.next(5);
    expect(stage.fetches).toHaveLength(1);
    await stage.answer(2);
    expect(stage.fetches).toHaveLength(1);
    await stage.answer(5);
    expect(stage.view).toEqual({ state: 5, isLive: true, error: null });
  });

  it.each(['refetch', 'hurry'] as const)('does not wait for a pending answer after %s, and drops it', async (what) => {
    const stage = await Stage.live();
    stage.following.refetch();
    stage.following[what]();
    expect(stage.fetches).toHaveLength(2);
    const [late] = stage.fetches.splice(0, 1);
    stage.truth = 2;
    await stage.answer();
    expect(stage.view).toEqual({ state: 2, isLive: true, error: null });
    late!.answer(1);
    await settled();
    expect(stage.view).toEqual({ state: 2, isLive: true, error: null });
    expect(stage.fetches).toEqual([]);
  });

  it('drops what a superseded fetch says before the latest one, with what has been heard since either began', async () => {
    const stage = await Stage.live();
    stage.following.refetch();
    stage.subscription.next(2);
    stage.following.refetch();
    await stage.fail(new Error('late'));
    expect(stage.view).toEqual({ state: 2, isLive: true, error: null });
    await stage.answer(1);
    expect(stage.view).toEqual({ state: 2, isLive: true, error: null });
  });

  it('begins a fetch of its own with each connection', async () => {
    const stage = await Stage.live();
    stage.following.refetch();
    stage.subscription.lost('gone');
    await paused(stage.attempts, 2);
    expect(stage.fetches).toHaveLength(2);
    stage.subscription.listening();
    expect(stage.fetches).toHaveLength(3);
    stage.fetches.splice(2).forEach(({ answer }) => answer(4));
    await settled();
    expect(stage.view).toEqual({ state: 4, isLive: true, error: null });
  });

  describe('with a line on which nothing comes', () => {
    const patient = () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      onTestFinished(() => void vi.useRealTimers());
    };

    it('gives a fetch up that has no answer after 30 s, says so, and fetches again', async () => {
      patient();
      const stage = await Stage.live();
      stage.following.refetch();
      await vi.advanceTimersByTimeAsync(29_999);
      expect(stage.view).toEqual({ state: 1, isLive: true, error: null });
      await vi.advanceTimersByTimeAsync(1);
      expect(stage.view).toMatchObject({ state: 1, isLive: false, error: { name: 'TimeoutError' } });
      await vi.advanceTimersByTimeAsync(1);
      expect(stage.fetches).toHaveLength(2);
      stage.fetches[1]!.answer(3);
      await settled();
      expect(stage.view).toEqual({ state: 3, isLive: true, error: null });
      stage.fetches[0]!.answer(2);
      await settled();
      expect(stage.view?.state).toBe(3);
    });

    it('gives a subscription up that does not listen after 15 s, and subscribes again', async () => {
      patient();
      const stage = new Stage();
      await stage.answer();
      await vi.advanceTimersByTimeAsync(14_999);
      expect(stage.attempts).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(stage.attempts[0]?.isEnded).toBe(true);
      await vi.advanceTimersByTimeAsync(1);
      expect(stage.attempts).toHaveLength(2);
      stage.subscription.listening();
      await vi.advanceTimersByTimeAsync(15_000);
      expect(stage.attempts).toHaveLength(2);
    });

    it('leaves no timer behind when stopped', async () => {
      patient();
      const stage = new Stage();
      stage.following.refetch();
      stage.following.stop();
      expect(vi.getTimerCount()).toBe(0);
    });
  });

  it('subscribes again at once when told to hurry while the server does not listen', () => {
    const stage = new Stage();
    stage.following.hurry();
    expect(stage.attempts.map(({ isEnded }) => isEnded)).toEqual([true, false]);
  });

  it('does nothing when told to hurry while nothing is pending', async () => {
    const stage = await Stage.live();
    stage.following.hurry();
    expect(stage.fetches).toEqual([]);
    expect(stage.attempts).toHaveLength(1);
  });

  it('ends with the error of a subscription that is refused for good, until told to fetch', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const stage = new Stage();
    await stage.answer();
    const error = { errors: [{ errorType: 'Unauthorized', message: 'Not Authorized' }] };
    stage.following.refetch();
    stage.subscription.lost(error);
    expect(stage.view).toEqual({ state: 1, isLive: false, error });
    await stage.answer(2);
    expect(stage.view).toEqual({ state: 2, isLive: false, error });
    stage.following.hurry();
    await vi.runAllTimersAsync();
    expect(stage.attempts).toHaveLength(1);
    expect(stage.fetches).toEqual([]);
    stage.following.refetch();
    expect(stage.attempts).toHaveLength(2);
    stage.subscription.listening();
    stage.fetches.at(-1)!.answer(3);
    await settled();
    expect(stage.view).toEqual({ state: 3, isLive: true, error: null });
  });

  it('applies what is newer, once, and shows nothing for what is not', async () => {
    const stage = await Stage.live();
    stage.subscription.next(2);
    const { length } = stage.views;
    stage.subscription.next(2);
    stage.subscription.next(1);
    expect(stage.view?.state).toBe(2);
    expect(stage.views).toHaveLength(length);
  });

  it('fetches when a message was missed', async () => {
    const stage = await Stage.live();
    stage.subscription.next(3);
    expect(stage.fetches).toHaveLength(1);
    stage.truth = 3;
    await stage.answer();
    expect(stage.view).toEqual({ state: 3, isLive: true, error: null });
  });

  it('says at once that the connection is lost, and is live again after subscribing and fetching anew', async () => {
    const stage = await Stage.live();
    stage.subscription.lost('gone');
    expect(stage.view).toEqual({ state: 1, isLive: false, error: null });
    expect(stage.attempts[0]?.isEnded).toBe(true);
    await paused(stage.attempts, 2);
    stage.truth = 9;
    await stage.answer();
    expect(stage.view).toEqual({ state: 9, isLive: false, error: null });
    stage.subscription.listening();
    await stage.answer();
    expect(stage.view?.isLive).toBe(true);
  });

  it('fetches again after a reconnection that the library made by itself', async () => {
    const stage = await Stage.live();
    stage.truth = 5;
    stage.subscription.listening();
    await stage.answer();
    expect(stage.view?.state).toBe(5);
  });

  it('hears nothing from a subscription that is over', async () => {
    const stage = await Stage.live();
    const old = stage.subscription;
    old.lost('gone');
    old.next(2);
    old.lost('again');
    old.listening();
    await paused(stage.attempts, 2);
    expect(stage.view?.state).toBe(1);
    expect(stage.fetches).toHaveLength(1);
  });

  it('tries a failed fetch again, and shows why until it succeeds', async () => {
    const stage = new Stage();
    const error = new TypeError('fetch failed');
    await stage.fail(error);
    expect(stage.view).toEqual({ state: undefined, isLive: false, error });
    await paused(stage.fetches, 1);
    await stage.answer();
    expect(stage.view).toEqual({ state: 1, isLive: false, error: null });
  });

  it.each([
    ['Busy', { retryable: true, outcome: 'NONE' }, 1],
    ['Unauthorized', { retryable: false }, 0],
  ])('after a refusal with %s, fetches by itself only if that may help', async (errorType, errorInfo, fetches) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const stage = new Stage();
    await stage.fail({ errors: [{ errorType, message: '', errorInfo }] });
    await vi.advanceTimersByTimeAsync(10);
    expect(stage.fetches).toHaveLength(fetches);
    stage.following.refetch();
    expect(stage.fetches).toHaveLength(fetches + 1);
  });

  it('shows a change made ahead of the server until the server says otherwise', async () => {
    const stage = await Stage.live();
    stage.following.change((state) => state + 10);
    expect(stage.view).toEqual({ state: 11, isLive: true, error: null });
    stage.following.refetch();
    await stage.answer();
    expect(stage.view?.state).toBe(1);
  });

  it('does not wait for the end of a pause when told to hurry', async () => {
    const attempts: Listener<number>[] = [];
    const following = follow<number, number>({
      subscribe: (listener) => (attempts.push(listener), () => undefined),
      fetch: async () => 1,
      apply: (_state, message) => message,
      show: () => undefined,
      pauseMs: () => 1_000_000,
    });
    attempts[0]?.lost('gone');
    following.hurry();
    expect(attempts).toHaveLength(2);
    attempts[1]?.lost('gone');
    following.stop();
    following.hurry();
    expect(attempts).toHaveLength(2);
  });

  it('ends its subscription when stopped, and shows nothing any more', async () => {
    const stage = await Stage.live();
    stage.following.refetch();
    stage.following.stop();
    const { length } = stage.views;
    await stage.answer();
    stage.subscription.next(2);
    stage.subscription.lost('gone');
    stage.following.change(() => 7);
    await settled();
    expect(stage.views).toHaveLength(length);
    expect(stage.attempts).toHaveLength(1);
    expect(stage.attempts[0]?.isEnded).toBe(true);
  });

  it('ends a subscription that was lost before it was begun', async () => {
    let ends = 0;
    const following = follow<number, number>({
      subscribe: (listener) => (listener.lost('at once'), () => (ends += 1)),
      fetch: async () => 1,
      apply: (_state, message) => message,
      show: () => undefined,
      pauseMs: () => 1_000_000,
    });
    expect(ends).toBe(1);
    following.stop();
  });

  it('always shows the truth in the end, whatever is lost, repeated or late in between', async () => {
    const step = fc.constantFrom(
      ...['change', 'change unheard', 'repeat', 'lose', 'listen', 'answer', 'answer late', 'fail', 'hurry', 'refetch'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const stage = new Stage();
        for (const what of steps) {
          if (what.startsWith('change')) {
            stage.truth += 1;
          }
          if (what === 'change' || what === 'repeat') {
            stage.subscription.next(stage.truth);
          }
          if (what === 'lose') {
            stage.subscription.lost('gone');
          }
          if (what === 'listen') {
            stage.subscription.listening();
          }
          if (what === 'answer' && stage.fetches.length > 0) {
            await stage.answer();
          }
          if (what === 'answer late' && stage.fetches.length > 0) {
            stage.fetches.pop()!.answer();
            await settled();
          }
          if (what === 'hurry' || what === 'refetch') {
            stage.following[what]();
          }
          if (what === 'fail' && stage.fetches.length > 0) {
            await stage.fail(new Error('no'));
          }
        }
        // The next change is heard, as is everything from here on.
        stage.following.hurry();
        stage.subscription.listening();
        stage.truth += 1;
        stage.subscription.next(stage.truth);
        for (let quiet = 0; quiet < 3; quiet += 1) {
          while (stage.fetches.length > 0) {
            await stage.answer();
          }
          stage.following.hurry();
          await settled();
        }
        const { view } = stage;
        stage.following.stop();
        expect(view).toEqual({ state: stage.truth, isLive: true, error: null });
      }),
    );
  });
});

/** Two counts of the same changes; a message brings one of them. */
function twoCounts(left: number, right: number) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const fetches: (() => Promise<void>)[] = [];
  const listeners: Listener<Partial<typeof truth>>[] = [];
  const truth = { left, right };
  let view: View<typeof truth> | undefined;
  const following = follow<typeof truth, Partial<typeof truth>>({
    subscribe: (listener) => (listeners.push(listener), () => undefined),
    fetch: () =>
      new Promise((resolve) =>
        fetches.push(async () => {
          resolve({ ...truth });
          await settled();
        }),
      ),
    apply: (shown, message) => ({ ...shown, ...message }),
    progress: (shown) => [shown.left, shown.right],
    show: (next) => (view = next),
  });
  onTestFinished(() => following.stop());
  return {
    truth,
    fetches,
    tell: (message: Partial<typeof truth>) => listeners[0]?.next(message),
    view: () => view,
    async listen() {
      listeners[0]?.listening();
      for (const answer of fetches.splice(0)) {
        await answer();
      }
    },
  };
}

describe('follow, where messages of two kinds tell of the same', () => {
  it.each([
    ['one', { left: 2 }],
    ['the other', { right: 2 }],
  ])('fetches when %s has been told, and its counterpart does not come', async (_, told) => {
    const stage = twoCounts(1, 1);
    await stage.listen();
    stage.tell(told);
    await vi.advanceTimersByTimeAsync(1499);
    expect(stage.fetches).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(stage.fetches).toHaveLength(1);
    Object.assign(stage.truth, { left: 2, right: 2 });
    await stage.fetches[0]?.();
    expect(stage.view()).toEqual({ state: { left: 2, right: 2 }, isLive: true, error: null });
    await vi.runAllTimersAsync();
    expect(stage.fetches).toHaveLength(1);
  });

  it('does not fetch while both go on, however far apart they are at each moment', async () => {
    const stage = twoCounts(1, 1);
    await stage.listen();
    for (let count = 2; count < 100; count += 1) {
      stage.tell({ left: count });
      await vi.advanceTimersByTimeAsync(100);
      stage.tell({ right: count - 1 });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(stage.fetches).toHaveLength(0);
  });

  it('fetches while one goes on and the other has fallen silent', async () => {
    const stage = twoCounts(1, 1);
    await stage.listen();
    for (let count = 2; count < 20; count += 1) {
      stage.tell({ left: count });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(stage.fetches).toHaveLength(1);
  });

  it('fetches once for each distance, so that what stays apart costs nothing', async () => {
    const stage = twoCounts(1, 2);
    await stage.listen();
    await vi.advanceTimersByTimeAsync(1500);
    await stage.fetches[0]?.();
    await vi.runAllTimersAsync();
    expect(stage.fetches).toHaveLength(1);
  });
});

describe('pauseMs', () => {
  it('doubles up to 15 s, give or take half', () => {
    expect([1, 2, 3, 9].map((attempt) => pauseMs(attempt, () => 0.5))).toEqual([500, 1000, 2000, 15_000]);
    expect([0, 0.999].map((random) => Math.round(pauseMs(1, () => random)))).toEqual([250, 750]);
  });
});

describe('together', () => {
  function stage(count: number) {
    const heard: unknown[] = [];
    const listeners: Listener<string>[] = [];
    let ends = 0;
    const subscribe: Subscribe<string> = (listener) => (listeners.push(listener), () => (ends += 1));
    const end = together(Array.from({ length: count }, () => (listener: Listener<string>) => subscribe(listener)))({
      listening: () => heard.push('listening'),
      next: (message) => heard.push(message),
      lost: (reason) => heard.push(`lost ${String(reason)}`),
    });
    return { heard, listeners, end, ends: () => ends };
  }

  it('listens once all of them do, and again when one has reconnected', () => {
    const { heard, listeners } = stage(2);
    listeners[0]?.listening();
    listeners[0]?.listening();
    expect(heard).toEqual([]);
    listeners[1]?.listening();
    listeners[0]?.listening();
    expect(heard).toEqual(['listening', 'listening']);
  });

  it('passes on messages and losses of each, and ends all', () => {
    const { heard, listeners, end, ends } = stage(2);
    listeners[0]?.next('a');
    listeners[1]?.next('b');
    listeners[1]?.lost('gone');
    expect(heard).toEqual(['a', 'b', 'lost gone']);
    end();
    end();
    expect(ends()).toBe(2);
  });

  it('has nothing to wait for when there are none', () => {
    expect(stage(0).heard).toEqual(['listening']);
  });
});
