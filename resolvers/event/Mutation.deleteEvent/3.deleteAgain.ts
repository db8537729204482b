export { request, response } from '../../shared/deleteEvent.ts';
