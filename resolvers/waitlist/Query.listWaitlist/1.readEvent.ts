export { request, response } from '../../shared/readManagedEvent.ts';
