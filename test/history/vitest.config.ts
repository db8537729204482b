import { defineConfig } from 'vitest/config';
import project from '../../vitest.config.ts';

/** Histories against the model under faults: some minutes, so apart from `npm test`. */
export default defineConfig({ test: { ...project.test, include: ['test/history/**/*.test.ts'], exclude: [] } });
