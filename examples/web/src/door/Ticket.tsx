import { useMemo } from 'react';
import qrcode from 'qrcode-generator';
import { ticketCode } from './ticketCode.ts';

/** Empty modules around a QR code, as its standard asks for. */
const MARGIN = 4;

/** The code that whoever has a seat shows at the door, to be scanned, and beneath it the id to be typed. */
export function Ticket({ eventId, userId }: { eventId: string; userId: string }) {
  const { path, size } = useMemo(() => drawCode(ticketCode(eventId, userId)), [eventId, userId]);
  return (
    <figure className="ticket">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label="Your ticket, to be scanned at the door">
        <path d={path} />
      </svg>
      <figcaption>
        Show this at the door <code>{userId}</code>
      </figcaption>
    </figure>
  );
}

/** A QR code as the path of its dark modules, one unit each, and the length of its side with the margin. */
function drawCode(text: string): { path: string; size: number } {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (code.isDark(row, column)) {
        path += `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`;
      }
    }
  }
  return { path, size: count + 2 * MARGIN };
}
