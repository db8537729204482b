export { request, response } from '../../shared/countQueue.ts';
