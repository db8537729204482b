import type { RuleBlueprint } from '../assembly/blueprint.ts';
import { recordFilter } from '../stream/filterPattern.ts';
import type { BusMessage } from './busEvent.ts';

/**
 * Hands each event to the functions of the rules that it matches, without waiting for them. Throws AssemblyError naming
 * a pattern that is not emulated (EventBridge's patterns are those of stream filters, so far as they are here).
 */
export function deliverEvents(
  rules: readonly RuleBlueprint[],
  invoke: (functionArn: string, event: unknown) => void,
): (message: BusMessage) => void {
  const matchers = rules.map(({ busArn, pattern, functionArns }) => ({
    busArn,
    functionArns,
    matches: recordFilter([pattern]),
  }));
  return ({ busArn, event }) => {
    for (const rule of matchers) {
      if (rule.busArn === busArn && rule.matches(event)) {
        rule.functionArns.forEach((arn) => invoke(arn, event));
      }
    }
  };
}
