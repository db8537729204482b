/** Whether a published payload, by schema names, is for a subscription. */
export type PayloadFilter = (payload: Record<string, unknown>) => boolean;

/**
 * Filtering by a subscription's arguments (docs/reference/appsync.md#filtering-by-arguments): each must equal the
 * same-named field of the payload; explicit null passes where the field is null or absent; an omitted argument, which
 * `args` does not have, does not restrict.
 */
export function argumentFilter(args: Record<string, unknown>): PayloadFilter {
  const wanted = Object.entries(args).map(([name, value]) => ({ name, text: JSON.stringify(value ?? null) }));
  return (payload) =>
    wanted.every(
      ({ name, text }) => JSON.stringify((Object.hasOwn(payload, name) ? payload[name] : null) ?? null) === text,
    );
}
