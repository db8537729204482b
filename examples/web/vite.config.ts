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
  resolve: {
    tsconfigPaths: true,
    // The AppSync links ask for graphql's CommonJS files by name: all of it, beside the modules that Apollo takes
    // little of.
    alias: { 'graphql/index.js': 'graphql', 'graphql/language/printer.js': 'graphql/language/printer' },
  },
  build: { chunkSizeWarningLimit: 700 },
});
