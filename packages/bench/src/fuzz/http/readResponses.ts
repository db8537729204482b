/** One response of an HTTP/1.1 server. */
export interface RawResponse {
  status: number;
  headers: Map<string, string>;
  body: string;
}

const LINE = '\r\n';

/** Takes the bytes of a connection apart into responses. Throws if they are none. */
export function readResponses(bytes: Buffer): RawResponse[] {
  const responses: RawResponse[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf(LINE + LINE);
    if (end < 0) throw new Error(`no head of a response: ${JSON.stringify(rest.toString('latin1').slice(0, 100))}`);
    const [first = '', ...lines] = rest.subarray(0, end).toString('latin1').split(LINE);
    const status = /^HTTP\/1\.1 (\d{3})/.exec(first)?.[1];
    if (status === undefined) throw new Error(`no status line: ${JSON.stringify(first.slice(0, 100))}`);
    const headers = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const { body, length } = readBody(rest.subarray(end + 4), headers);
    responses.push({ status: Number(status), headers, body });
    rest = rest.subarray(end + 4 + length);
  }
  return responses;
}

function readBody(bytes: Buffer, headers: Map<string, string>): { body: string; length: number } {
  const length = headers.get('content-length');
  if (length !== undefined) return { body: bytes.subarray(0, Number(length)).toString(), length: Number(length) };
  if (headers.get('transfer-encoding') !== 'chunked') return { body: '', length: 0 };
  let body = '';
  let at = 0;
  for (;;) {
    const line = bytes.indexOf(LINE, at);
    const size = parseInt(bytes.subarray(at, line).toString('latin1'), 16);
    if (line < 0 || Number.isNaN(size)) throw new Error('a chunk without size');
    body += bytes.subarray(line + 2, line + 2 + size).toString();
    at = line + 2 + size + 2;
    if (size === 0) return { body, length: at };
  }
}
