import { APPSYNC_JS } from 'appsync-local/code';
import { chooseDataSource } from './chooseDataSource.ts';
import { coordinateOf, type PipelineResolver, type PipelineStep } from './resolverFile.ts';
import type { WiringProblem } from './wiringError.ts';

const PIPELINE_FILE = 'pipeline.ts';
const STEP_FILE = /^([1-9]\d*)\.([a-z]\w*)(\.none|\.reader|\.lane|\.lambda|\.settle)?\.ts$/;

/**
 * Reads one pipeline folder: `pipeline.ts` with the handlers before and after, and steps `1.<name>.ts`,
 * `2.<name>.lambda.ts`, … without gaps.
 * @param names the folder's entries
 */
export function readPipeline({
  type,
  field,
  folder,
  names,
}: {
  type: string;
  field: string;
  folder: string;
  names: string[];
}): { resolver: PipelineResolver; problems: WiringProblem[] } {
  const coordinate = coordinateOf({ type, field });
  const problems: WiringProblem[] = [];
  const steps: PipelineStep[] = [];
  for (const name of names.filter((candidate) => candidate !== PIPELINE_FILE)) {
    const file = `${folder}/${name}`;
    const [, position, step, suffix] = STEP_FILE.exec(name) ?? [];
    if (position === undefined || step === undefined) {
      problems.push({ kind: 'UNKNOWN_FILE', file });
    } else {
      const bundle = `${coordinate}.${position}.${step}`;
      steps.push({ position: Number(position), name: step, file, bundle, dataSource: chooseDataSource(type, suffix) });
    }
  }
  steps.sort((a, b) => a.position - b.position || (a.file < b.file ? -1 : 1));
  if (!names.includes(PIPELINE_FILE)) {
    problems.push({ kind: 'PIPELINE_MISSING', coordinate, file: folder });
  }
  problems.push(...problemsOfSteps(coordinate, folder, steps));
  const file = `${folder}/${PIPELINE_FILE}`;
  return { resolver: { kind: 'PIPELINE', type, field, file, bundle: `${coordinate}.pipeline`, steps }, problems };
}

function problemsOfSteps(coordinate: string, folder: string, steps: PipelineStep[]): WiringProblem[] {
  if (steps.length === 0) {
    return [{ kind: 'STEPS_MISSING', coordinate, file: folder }];
  }
  const problems: WiringProblem[] = [];
  steps.forEach(({ position, name, file }, index) => {
    if (steps.slice(0, index).some((earlier) => earlier.name === name)) {
      problems.push({ kind: 'STEP_NAME_TWICE', coordinate, file });
    }
    const before = steps[index - 1]?.position ?? 0;
    if (position === before) {
      problems.push({ kind: 'STEP_TWICE', coordinate, file, position });
    } else if (position > before + 1) {
      problems.push({ kind: 'STEP_GAP', coordinate, file: folder, position: before + 1 });
    }
  });
  if (steps.length > APPSYNC_JS.maxPipelineFunctions) {
    problems.push({ kind: 'TOO_MANY_STEPS', coordinate, file: folder, count: steps.length });
  }
  return problems;
}
