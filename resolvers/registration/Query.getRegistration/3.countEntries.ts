export { request, response } from '../../shared/position/countEntries.ts';
