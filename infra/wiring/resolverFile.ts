/** The data sources of the API, by the names that CloudFormation and the local server know them by. */
export type DataSourceName = 'TableWriter' | 'TableReader' | 'LaneWriter' | 'None' | 'PromoteFromWaitlist' | 'Settle';

/** One source file with a `request` and a `response` handler. */
export interface HandlerFile {
  /** Path below the resolvers folder, with `/`. */
  file: string;
  /** Name of the bundle without extension: the coordinate, for pipelines followed by `.pipeline` or `.<n>.<step>`. */
  bundle: string;
}

export interface UnitResolver extends HandlerFile {
  kind: 'UNIT';
  type: string;
  field: string;
  dataSource: DataSourceName;
}

export interface PipelineStep extends HandlerFile {
  position: number;
  name: string;
  dataSource: DataSourceName;
}

export interface PipelineResolver extends HandlerFile {
  kind: 'PIPELINE';
  type: string;
  field: string;
  /** In order of execution. */
  steps: PipelineStep[];
}

export type ResolverFile = UnitResolver | PipelineResolver;

/** `<Type>.<field>`: how a resolver is named everywhere. */
export function coordinateOf({ type, field }: { type: string; field: string }): string {
  return `${type}.${field}`;
}

/** Every file of the resolvers that becomes a bundle of its own. */
export function handlerFilesOf(resolvers: ResolverFile[]): HandlerFile[] {
  return resolvers.flatMap((resolver): HandlerFile[] =>
    resolver.kind === 'PIPELINE' ? [resolver, ...resolver.steps] : [resolver],
  );
}
