// Says which mails would be written, in a terminal of its own beside `npm start -- --forward http://localhost:8080/`:
// node examples/mail.mjs
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

createServer(async (request, answer) => {
  const { 'detail-type': type, detail } = await json(request);
  if (type === 'RegistrationPromoted') {
    console.log(`To ${detail.userId}: you have come from the waitlist to a seat at the event ${detail.eventId}.`);
  }
  answer.end(); // Whatever is not answered comes again.
}).listen(Number(process.env.PORT ?? 8080), 'localhost');
