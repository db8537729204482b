import { util } from '@aws-appsync/utils';

/** The note of this id, or null. */
export function request(ctx) {
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ id: ctx.args.id }) };
}

export function response(ctx) {
  return ctx.error ? util.error(ctx.error.message, ctx.error.type) : ctx.result;
}
