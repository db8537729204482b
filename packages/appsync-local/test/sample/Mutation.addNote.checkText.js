import { util } from '@aws-appsync/utils';

/** Refuses an empty text. */
export function request(ctx) {
  const text = ctx.args.text.trim();
  if (text === '') {
    util.error('A note has a text.', 'EmptyNote');
  }
  return { payload: text };
}

export function response(ctx) {
  ctx.stash.text = ctx.result;
  return null;
}
