import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import { caFileIn } from './caFile.ts';
import { readOrCreate } from '../state/keptFile.ts';
import { inState, makeFolder } from '../state/stateErrors.ts';

/** What an HTTPS server needs, and what its clients have to trust. */
export interface Certificate {
  key: string;
  cert: string;
  /** The file of the authority's certificate, for NODE_EXTRA_CA_CERTS and the like. */
  caFile: string;
}

const DAY_MS = 24 * 3600 * 1000;
const LIFE_DAYS = 365;
const CHANGES = 'clients have to trust its authority anew';

/**
 * A certificate for localhost, 127.0.0.1 and ::1 with an authority of its own, kept in `<stateDir>/tls` and readable by
 * its owner only. It is made anew in the last month of its year; the authority's key is not kept, so nothing else can
 * ever be signed with it. Throws StartError for a damaged one, and where nothing can be written.
 */
export async function loadCertificate(stateDir: string): Promise<Certificate> {
  const directory = join(stateDir, 'tls');
  const caFile = caFileIn(stateDir);
  makeFolder(directory);
  let kept = await readOrCreate(directory, 'server.json', CHANGES, makeCertificate, readCertificate);
  if (Date.parse(new X509Certificate(kept.cert).validTo) < Date.now() + 30 * DAY_MS) {
    const fresh = await makeCertificate();
    inState(directory, () => writeFileSync(join(directory, 'server.json'), fresh, { mode: 0o600 }));
    kept = readCertificate(fresh);
  }
  if (!isSame(caFile, kept.ca)) {
    inState(directory, () => writeFileSync(caFile, kept.ca));
  }
  return { key: kept.key, cert: kept.cert, caFile };
}

/** Throws for what is no certificate with its key. */
function readCertificate(text: string): { key: string; cert: string; ca: string } {
  const kept = JSON.parse(text) as { key: string; cert: string; ca: string };
  createPrivateKey(kept.key);
  [kept.cert, kept.ca].forEach((certificate) => new X509Certificate(certificate));
  return kept;
}

async function makeCertificate(): Promise<string> {
  const validity = {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + LIFE_DAYS * DAY_MS),
  } as const;
  const ca = await generate([{ name: 'commonName', value: 'Local GraphQL API' }], {
    ...validity,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...validity,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return JSON.stringify({ key: server.private, cert: server.cert, ca: ca.cert });
}

function isSame(file: string, text: string): boolean {
  try {
    return readFileSync(file, 'utf8') === text;
  } catch {
    return false;
  }
}
