import { join } from 'node:path';

/** The file of the authority's certificate that clients of a server over HTTPS have to trust. */
export function caFileIn(stateDir: string): string {
  return join(stateDir, 'tls', 'ca.pem');
}
