/** Before and after the steps: what the last step answers. */
export function request() {
  return {};
}

export function response(ctx) {
  return ctx.prev.result;
}
