export { startFaultyDynamoDb, type FaultyDynamoDb, type FaultyDynamoDbOptions } from './src/startFaultyDynamoDb.ts';
export type { FaultName, FaultRate, Faults, Interception, Match } from './src/faults.ts';
export type { Stats } from './src/stats.ts';

export { startModel, type ModelAnswer, type ModelOptions, type RunningModel } from './src/model/startModel.ts';
export { memoryTable, type MemoryTable } from './src/memoryTable.ts';
export type { Item } from './src/item/attributeValue.ts';
export type { OnWrite } from './src/model/model.ts';
export type { Written } from './src/model/recentWrites.ts';
export type { ProfileName } from './src/time/profile.ts';

export { realTime } from './src/time/realTime.ts';
export { virtualTime } from './src/time/virtualTime.ts';
export type { Scheduler } from './src/time/scheduler.ts';
export { seededRandom, type Random } from './src/random.ts';
