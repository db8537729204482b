export { request, response } from '../shared/announce.ts';
