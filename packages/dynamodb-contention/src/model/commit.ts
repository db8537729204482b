import { contentOf, withContent, type WireAnswer, type Call } from '../wire/answer.ts';
import type { Reason, ReasonSpelling } from '../wire/errors.ts';
import { chargeCommit, chargePrepare } from './charge.ts';
import type { Model } from './model.ts';
import type { Prepared } from './prepare.ts';

/**
 * Has a prepared transaction carried out while its items are held. Nobody could write to them since their conditions
 * were judged, so a cancellation by Local now means that somebody writes beside the proxy; it is passed on and counted.
 */
export async function commit(model: Model, call: Call, prepared: Prepared[]): Promise<WireAnswer> {
  const { backend, leaders, recent, scheduler, tokens } = model;
  const carriedOut = model.onWrite();
  const answer = await backend.forward(call);
  if (answer.status !== 200) {
    chargePrepare(model, call.operation, prepared);
    return respell(model, answer);
  }
  const atMs = scheduler.nowMs();
  for (const { action } of prepared) {
    leaders.written(action.id);
    leaders.stamped(action.id, atMs);
  }
  const written = prepared
    .filter(({ action }) => action.kind !== 'ConditionCheck')
    .map(({ action, before }) => ({ ...action, before }));
  written.forEach((one) => recent.note(one));
  carriedOut(written);
  if (call.body.ClientRequestToken !== undefined) {
    tokens.commit(call.body.ClientRequestToken);
  }
  await chargeCommit(model, call.operation, prepared);
  return answer;
}

function respell(model: Model, answer: WireAnswer): WireAnswer {
  const content = contentOf<{ CancellationReasons?: Reason[]; Message?: string }>(answer);
  if (content.CancellationReasons === undefined) {
    return answer;
  }
  model.counter.add('surprises');
  content.CancellationReasons.forEach((reason) =>
    model.counter.reason(spelled(reason.Code, model.settings.reasonSpelling)),
  );
  const reasons = content.CancellationReasons.map((reason) => ({
    ...reason,
    Code: spelled(reason.Code, model.settings.reasonSpelling),
  }));
  return withContent(answer, {
    ...content,
    CancellationReasons: reasons,
    Message: content.Message && spelled(content.Message, model.settings.reasonSpelling),
  });
}

function spelled(text: string, spelling: ReasonSpelling): string {
  return text.replaceAll('ConditionalCheckFailed', spelling);
}
