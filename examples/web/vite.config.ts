import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { addServiceWorker } from './worker/addServiceWorker.ts';

/**
 * Relative addresses, so that the build can be put anywhere; the client package comes from its sources, as
 * tsconfig.json says.
 */
export default defineConfig({
  base: './',
  plugins: [react(), addServiceWorker()],
  resolve: { tsconfigPaths: true },
  build: { chunkSizeWarningLimit: 600 },
});
