import type { Bench, Part } from './figures.ts';
import { LAMBDA_CONCURRENCY } from './rush/concurrency.ts';
import { lastWithin, noneRefused, p99Within } from './rush/goals.ts';
import { reportRush, type RushReport } from './rush/report.ts';
import { virtualRush, type Rush } from './rush/virtualRush.ts';

/** Crowds beyond what one event takes at once, or that go on for a minute; in virtual time. */
export async function longCrowds({ scale, seed }: Bench): Promise<Part> {
  const crowd = async (name: string, its: Omit<Rush, 'seed' | 'lambdaConcurrency'>): Promise<RushReport> => {
    const { people, seats } = its;
    const scaled = { people: Math.round(people * scale), seats: Math.round(seats * scale) };
    const rush = { ...its, ...scaled, seed, lambdaConcurrency: LAMBDA_CONCURRENCY };
    return reportRush(name, rush, await virtualRush(rush));
  };
  const slow = { profile: 'lambda-2020' as const };
  const many = { people: 5000, withinMs: 1000, seats: 500, repeats: true };
  const manyReport = await crowd('5,000 in 1 s, who repeat', many);
  const manySlower = await crowd('5,000 in 1 s, who repeat, slower DynamoDB', { ...many, ...slow });
  const steady = { people: 20_000, withinMs: 60_000, seats: 500 };
  const minute = await crowd('20,000 in 60 s', steady);
  const minuteSlower = await crowd('20,000 in 60 s, slower DynamoDB', { ...steady, ...slow });
  const looking = await crowd('20,000 in 60 s, looking first', { ...steady, looksFirst: true });
  const lookingSlower = await crowd('20,000 in 60 s, looking first, slower DynamoDB', {
    ...steady,
    ...slow,
    looksFirst: true,
  });
  const seats = { people: 50_000, withinMs: 60_000, seats: 50_000 };
  const seated = await crowd('50,000 in 60 s, all seats', seats);
  const seatedSlower = await crowd('50,000 in 60 s, all seats, slower DynamoDB', { ...seats, ...slow });
  const reports = [manyReport, manySlower, minute, minuteSlower, looking, lookingSlower, seated, seatedSlower];
  const wrong = reports.flatMap((report) => report.wrong);
  return {
    id: 'g',
    title: 'Crowds that go on',
    rows: reports.map(({ row }) => row),
    goals: [
      lastWithin('5,000 who repeat', [manyReport], 12),
      lastWithin('5,000 who repeat, slower DynamoDB', [manySlower], 17),
      noneRefused('5,000 who repeat', [manyReport, manySlower]),
      p99Within('20,000 in 60 s', [minute], 1.3),
      p99Within('20,000 in 60 s, slower DynamoDB', [minuteSlower], 2.3),
      p99Within('20,000 in 60 s, looking first', [looking], 0.3),
      lastWithin('50,000 seats in 60 s', [seated], 61),
      p99Within('50,000 seats in 60 s', [seated], 0.3),
      { text: 'every result is exact', measured: wrong.slice(0, 3).join('; ') || 'exact', isMet: wrong.length === 0 },
    ],
    remarks: [
      `5,000 people in one second, for whom ${LAMBDA_CONCURRENCY} Lambdas at a time are to be had: whoever finds none is told Busy with outcome UNKNOWN, is served all the same, and finds it on repeating, as the client package does. 4,500 places at 490 a second take 9.2 s.`,
      'Of 20,000 in 60 s who do not look first, each takes three of the 1,000 write units that the event’s partition has in a second: one for the try that the lane turns away, two for the entry. That is the limit itself, so every unit wasted is somebody who waits. Whoever looks first saves the one.',
      'A seat takes nothing of that partition but its part of a group, so 50,000 in a minute are far from that limit; the inverted index takes one unit for each of them.',
      `On the slower DynamoDB they come faster than they are served: ${seatedSlower.row.Busy} found all Lambdas busy, are told UNKNOWN, and do not repeat here. ${seatedSlower.seatsTaken} have a seat in the end. The columns know only those who were told so.`,
    ],
  };
}
