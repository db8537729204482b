/** A clock on which time passes by sleeping only. */
export function virtualClock() {
  const clock = { ms: 0, nowMs: () => clock.ms, sleep: async (ms: number) => void (clock.ms += ms), random: () => 0.5 };
  return clock;
}
