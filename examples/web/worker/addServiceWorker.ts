import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const WORKER = 'serviceWorker.js';

/** Builds the service worker beside index.html, and tells it what the build consists of. Idle while developing. */
export function addServiceWorker(): Plugin {
  return {
    name: 'add-service-worker',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      this.emitFile({ type: 'chunk', id: join(import.meta.dirname, 'serviceWorker.ts'), fileName: WORKER });
    },
    generateBundle(_options, bundle) {
      const digest = createHash('sha256');
      for (const part of Object.values(bundle)) {
        digest.update(part.fileName).update(part.type === 'chunk' ? part.code : part.source);
      }
      const shell = {
        version: digest.digest('hex').slice(0, 16),
        files: Object.keys(bundle).filter((file) => file !== WORKER && file !== 'index.html'),
      };
      const worker = bundle[WORKER];
      if (worker?.type !== 'chunk' || worker.imports.length > 0 || worker.exports.length > 0) {
        this.error('The service worker is not a script of its own.');
      }
      worker.code = `const SHELL=${JSON.stringify(shell)};\n${worker.code}`;
    },
  };
}
