export { request, response } from '../../shared/undoCheckIn.ts';
