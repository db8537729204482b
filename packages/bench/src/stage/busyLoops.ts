import { spawn } from 'node:child_process';

/**
 * Processes that do nothing but keep a processor busy, as a machine has on which much else goes on.
 * @returns ends them
 */
export function startBusyLoops(count: number): () => void {
  const loops = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  const end = (): void => loops.forEach((loop) => loop.kill('SIGKILL'));
  process.once('exit', end);
  return () => {
    process.off('exit', end);
    end();
  };
}
