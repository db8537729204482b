export { request, response } from '../../shared/readEventAtDoor.ts';
