import { util } from '@aws-appsync/utils';
import { put } from '@aws-appsync/utils/dynamodb';

/** Stores the note under a new id. */
export function request(ctx) {
  const id = util.autoId();
  return put({ key: { id }, item: { id, text: ctx.stash.text, addedAt: util.time.nowISO8601() } });
}

export function response(ctx) {
  return ctx.error ? util.error(ctx.error.message, ctx.error.type) : ctx.result;
}
