import type { RequestContext } from './requestContext.ts';
import { ResolverError } from './resolverError.ts';

/** Names and values together; a header set twice counts twice (Developer Guide, "HTTP helpers in util.http"). */
const MAX_BYTES = 4096;

/**
 * Adds the headers that a handler set to those of the response; the last of a name stays. Throws ResolverError beyond 4
 * KB: what AppSync does then is not documented.
 */
export function acceptResponseHeaders(
  headers: readonly [name: string, value: string][],
  context: RequestContext,
): void {
  for (const [name, value] of headers) {
    context.responseHeaderBytes += name.length + value.length;
    context.responseHeaders[name.toLowerCase()] = value;
  }
  if (context.responseHeaderBytes > MAX_BYTES) {
    throw new ResolverError({ message: 'not emulated: more than 4 KB of response headers', errorType: 'Code' });
  }
}
