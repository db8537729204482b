import { isIP } from 'node:net';

/** The headers of a request that say where it comes from; undefined where one is missing. */
export interface OriginHeaders {
  host: string | undefined;
  origin: string | undefined;
  secFetchSite: string | undefined;
}

/**
 * Whether a request comes from a page of this very server, as browsers vouch for it (Fetch standard, `Origin`; Fetch
 * Metadata, `Sec-Fetch-Site`). The host must be `localhost`, an address or `servedHost`. A foreign host name that
 * resolves to this machine (DNS rebinding) would make a foreign page look like one of this server.
 */
export function isSameOrigin({ host, origin, secFetchSite }: OriginHeaders, servedHost: string): boolean {
  if (host === undefined || origin === undefined || !URL.canParse(origin) || !URL.canParse(`http://${host}`)) {
    return false;
  }
  if (secFetchSite !== undefined && secFetchSite !== 'same-origin') {
    return false;
  }
  if (new URL(origin).host !== host) {
    return false;
  }
  const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === servedHost || isIP(name) !== 0;
}
