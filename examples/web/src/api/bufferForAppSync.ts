/**
 * aws-appsync-subscription-link 4 takes Node's `Buffer` for granted, for the base64 of one header; browsers have none.
 * This is all of it that the link uses, `Buffer.from(text).toString('base64')`; an app that needs more imports the
 * package `buffer`.
 */
Object.assign(globalThis, {
  Buffer: {
    from: (text: string) => ({ toString: () => btoa(String.fromCharCode(...new TextEncoder().encode(text))) }),
  },
});
