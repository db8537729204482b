export { request, response } from '../../shared/position/readOn.ts';
