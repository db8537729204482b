export { request, response } from '../../shared/position/readRegistration.ts';
