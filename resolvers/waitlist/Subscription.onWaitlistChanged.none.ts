export { request, response } from '../shared/subscribeToEvent.ts';
