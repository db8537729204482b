import { instrumentCode } from './instrumentCode.ts';
import { placeFinder } from './places.ts';
import { readProgram } from './readProgram.ts';
import { sandbox, type StartModule } from './sandbox.ts';

/** An uploaded text as it runs. */
export interface CompiledCode {
  startModule: StartModule;
  findPlace: ReturnType<typeof placeFinder>;
}

/** What this process has compiled, by its text; what was asked for last comes last. */
const compiled = new Map<string, CompiledCode>();
/** Several times what one API has. */
const keptTexts = 400;

/**
 * Checks and compiles an uploaded text, once in a process: APIs that are started one after the other mostly have the
 * same code, and nothing takes as long when one starts. `name` is used in messages only.
 * Throws BadCode with every place that AppSync refuses or that is not emulated.
 */
export function compileCode(name: string, code: string): CompiledCode {
  const known = compiled.get(code) ?? compileAnew(name, code);
  compiled.delete(code);
  compiled.set(code, known);
  const [oldest = ''] = compiled.keys();
  if (compiled.size > keptTexts) {
    compiled.delete(oldest);
  }
  return known;
}

function compileAnew(name: string, code: string): CompiledCode {
  const program = readProgram(name, code);
  const { text, sourceMap } = instrumentCode(code, program, Object.keys(sandbox.globals));
  return { startModule: sandbox.compile(text), findPlace: placeFinder(sourceMap) };
}
