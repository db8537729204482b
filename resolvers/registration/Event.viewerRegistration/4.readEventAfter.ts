export { request, response } from '../../shared/position/readEventAfter.ts';
