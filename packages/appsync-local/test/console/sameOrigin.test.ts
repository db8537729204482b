import { describe, expect, it } from 'vitest';
import { isSameOrigin } from '../../src/console/sameOrigin.ts';

const HOST = 'localhost:4000';
const ORIGIN = 'http://localhost:4000';

describe('isSameOrigin', () => {
  it.each([
    ['a page of this server', HOST, ORIGIN, 'same-origin'],
    ['a browser that sends no Sec-Fetch-Site', HOST, ORIGIN, undefined],
    ['HTTPS', HOST, 'https://localhost:4000', 'same-origin'],
    ['an address of this machine', '192.168.1.7:4000', 'http://192.168.1.7:4000', undefined],
    ['IPv6', '[::1]:4000', 'http://[::1]:4000', 'same-origin'],
    ['the name that is served', 'devbox:4000', 'http://devbox:4000', undefined],
  ])('accepts %s', (_, host, origin, secFetchSite) => {
    expect(isSameOrigin({ host, origin, secFetchSite }, 'devbox')).toBe(true);
  });

  it.each([
    ['another site', HOST, 'https://evil.example', 'cross-site'],
    ['another port of this machine', HOST, 'http://localhost:3000', 'same-site'],
    ['another site in a browser without Sec-Fetch-Site', HOST, 'https://evil.example', undefined],
    ['a sandboxed frame', HOST, 'null', 'cross-site'],
    ['no origin', HOST, undefined, undefined],
    ['a link that was followed', HOST, ORIGIN, 'none'],
    ['a foreign name that was made to resolve here', 'evil.example:4000', 'http://evil.example:4000', 'same-origin'],
    ['a host that is none', 'a b', 'http://a b', undefined],
  ])('refuses %s', (_, host, origin, secFetchSite) => {
    expect(isSameOrigin({ host, origin, secFetchSite }, '127.0.0.1')).toBe(false);
  });
});
