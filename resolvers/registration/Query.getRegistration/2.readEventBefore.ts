export { request, response } from '../../shared/position/readEventBefore.ts';
