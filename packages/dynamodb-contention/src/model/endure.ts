import type { Suffering } from '../faults.ts';
import type { Model } from './model.ts';

/**
 * Waits out a fault that takes time, if this request suffers it; what waits for a promise ends when the proxy closes,
 * too.
 */
export async function endure(
  model: Model,
  suffering: Suffering,
  name: 'slowAnswer' | 'stalledCoordinator',
): Promise<void> {
  const details = suffering.get(name);
  if (details === undefined) return;
  model.counter.fault(name);
  await (details.until === undefined
    ? model.scheduler.pause(details.ms)
    : Promise.race([details.until, model.scheduler.pause(Infinity)]));
}
