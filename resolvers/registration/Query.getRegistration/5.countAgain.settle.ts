export { request, response } from '../../shared/position/settle.ts';
