import { MultiBar } from 'cli-progress';
import { BAR_STYLE } from '../frame/progress.ts';
import type { Tally } from './tally.ts';

const REDRAW_EVERY_MS = 100;
const LINE_EVERY_MS = 2_000;

/** Shows a tally while it grows. */
export interface View {
  stop(): void;
}

/** Bars that move, on a terminal; a plain line every two seconds otherwise. */
export function startView(tally: Tally, stream: NodeJS.WriteStream): View {
  return stream.isTTY ? startBars(tally, stream) : startLines(tally, stream);
}

function startLines(tally: Tally, stream: NodeJS.WriteStream): View {
  const say = () => stream.write(`${lineOf(tally)}\n`);
  const timer = setInterval(say, LINE_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      say();
    },
  };
}

/** "4 s  87 of 200 came, 84 answered (21/s), 3 pending, 0 refused, seats 20 of 20, 31 waiting, left 9, errors: …" */
export function lineOf(tally: Tally): string {
  const { arrived, people, answered, unanswered, refused, seatsTaken, capacity, waiting, promoted, left } = tally;
  const seconds = `${Math.round(tally.seconds())} s`.padStart(5);
  const rate = Math.round(tally.rate());
  const answers = `${arrived} of ${people} came, ${answered} answered (${rate}/s), ${unanswered} pending, ${refused} refused`;
  const crowd = `seats ${seatsTaken} of ${capacity}, ${waiting} waiting`;
  return `${seconds}  ${answers}, ${crowd}, promoted ${promoted}, left ${left}, errors: ${tally.errorText()}`;
}

function startBars(tally: Tally, stream: NodeJS.WriteStream): View {
  const bars = new MultiBar({
    stream,
    hideCursor: true,
    ...BAR_STYLE,
    forceRedraw: true,
  });
  const arrivals = bars.create(tally.people, 0, {}, { format: 'came     {bar} {value} of {total}' });
  const answers = bars.create(
    tally.people,
    0,
    {},
    { format: 'answered {bar} {value}, {rate}/s; {unanswered} pending, {refused} refused' },
  );
  const seats = bars.create(1, 0, {}, { format: 'seats    {bar} {value} of {total}' });
  const queue = bars.create(1, 0, {}, { format: 'queue    {bar} {value} waiting, {promoted} promoted' });
  const rest = bars.create(1, 0, {}, { format: 'left {left}, tried again {retries}, errors: {errors}' });
  let longest = 1;
  const draw = () => {
    longest = Math.max(longest, tally.waiting);
    arrivals.update(tally.arrived);
    const { answered, unanswered, refused } = tally;
    answers.update(answered, { rate: Math.round(tally.rate()), unanswered, refused });
    seats.setTotal(Math.max(1, tally.capacity));
    seats.update(tally.seatsTaken);
    queue.setTotal(longest);
    queue.update(tally.waiting, { promoted: tally.promoted });
    rest.update(0, { left: tally.left, retries: tally.retries, errors: tally.errorText() });
    bars.update();
  };
  draw();
  const timer = setInterval(draw, REDRAW_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      draw();
      bars.stop();
    },
  };
}
