export { request, response } from '../../shared/checkIn.ts';
