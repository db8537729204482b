import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

let authorities: readonly string[] = [];

/**
 * Makes this process trust the certificates of the local servers with this state directory, as NODE_EXTRA_CA_CERTS
 * would, which only counts where Node finds it at its start.
 */
export function trustLocalServers(stateDir: string): void {
  const caFile = join(stateDir, 'tls', 'ca.pem');
  authorities = existsSync(caFile) ? [readFileSync(caFile, 'utf8')] : [];
}

/** The certificates that are trusted besides the usual ones. */
export function trustedBesides(): readonly string[] {
  return authorities;
}
