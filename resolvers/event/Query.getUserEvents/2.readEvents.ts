export { request, response } from '../../shared/readEvents.ts';
