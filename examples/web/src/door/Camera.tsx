import { useEffect, useRef, useState } from 'react';
import { newSightings } from './sightings.ts';

/** What some browsers have and TypeScript does not know: https://wicg.github.io/shape-detection-api/ */
type BarcodeDetector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };
declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: string[] }) => BarcodeDetector;
  }
}

const LOOK_MS = 200;

/** Scans tickets with the device's camera, where the browser can; nothing where it cannot. */
export function Camera({ onCode }: { onCode: (code: string) => void }) {
  const [isOn, setIsOn] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef(onCode);
  tell.current = onCode;
  useEffect(() => {
    if (!isOn || window.BarcodeDetector === undefined) {
      return;
    }
    const end = new AbortController();
    watch(new window.BarcodeDetector({ formats: ['qr_code'] }), video.current!, end.signal, tell).catch(() => {
      setIsOn(false);
      setProblem('The camera cannot be used. Codes can be typed.');
    });
    return () => end.abort();
  }, [isOn]);
  if (window.BarcodeDetector === undefined || (navigator.mediaDevices as MediaDevices | undefined) === undefined) {
    return null;
  }
  return (
    <div className="camera">
      {isOn && <video ref={video} autoPlay muted playsInline aria-label="What the camera sees" />}
      <button type="button" className="quiet" onClick={() => (setProblem(null), setIsOn(!isOn))}>
        {isOn ? 'Camera off' : 'Scan with the camera'}
      </button>
      {problem !== null && (
        <p role="alert" className="notice bad">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Shows the camera's picture, and tells of each ticket in it, until the signal. */
async function watch(
  detector: BarcodeDetector,
  video: HTMLVideoElement,
  signal: AbortSignal,
  tell: { current: (code: string) => void },
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  try {
    const isNew = newSightings();
    video.srcObject = stream;
    while (!signal.aborted) {
      // Before the first picture there is nothing to detect anything in.
      for (const { rawValue } of await detector.detect(video).catch(() => [])) {
        if (isNew(rawValue, Date.now())) {
          tell.current(rawValue);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    stream.getTracks().forEach((track) => track.stop());
  }
}
