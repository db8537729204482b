import { SingleBar, type Options } from 'cli-progress';

/** How the bars of all tools look. */
export const BAR_STYLE: Options = { barCompleteChar: '█', barIncompleteChar: '·', barsize: 40 };

const LINE_EVERY_MS = 5_000;

/** Tells a person on stderr how far a scan has come. */
export interface Progress {
  add(records: number): void;
  stop(): void;
}

/**
 * A bar with rate and remaining time on a terminal, a plain line every few seconds otherwise.
 * @param total records in the table, roughly
 * @param before records that an earlier part of the run has done
 */
export function startProgress(
  action: string,
  total: number,
  before: number,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  const startedAtMs = Date.now();
  let done = before;
  const rate = () => (done - before) / Math.max(0.001, (Date.now() - startedAtMs) / 1000);
  if (!stream.isTTY) {
    const say = () =>
      stream.write(
        `${action}: ${done} of about ${Math.max(done, total)} records, ${Math.round(rate())}/s, ${remaining(total - done, rate())} left\n`,
      );
    const timer = setInterval(say, LINE_EVERY_MS);
    timer.unref();
    return { add: (records) => void (done += records), stop: () => clearInterval(timer) };
  }
  const bar = new SingleBar({
    stream,
    format: `${action} {bar} {percentage}% | {value} of about {total} | {rate}/s | {remaining} left`,
    hideCursor: false,
    ...BAR_STYLE,
  });
  const state = () => ({ rate: Math.round(rate()), remaining: remaining(total - done, rate()) });
  bar.start(Math.max(1, total), before, state());
  return {
    add(records) {
      done += records;
      if (done > bar.getTotal()) {
        bar.setTotal(done);
      }
      bar.update(done, state());
    },
    stop: () => bar.stop(),
  };
}

/** Unknown before anything is done, and of a table that has turned out to hold more than was counted. */
function remaining(records: number, perSecond: number): string {
  if (perSecond === 0 || records < 0) {
    return '?';
  }
  const seconds = Math.ceil(records / perSecond);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
