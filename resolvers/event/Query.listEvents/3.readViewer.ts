export { request, response } from '../../shared/readViewer.ts';
