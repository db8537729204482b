// Says which mails would be written, in a terminal of its own beside `npm start -- --forward http://localhost:8080/`:
// node examples/mail.mjs (PORT=8081 in front of it, and in the address, where 8080 is taken)
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

const { PORT = 8080 } = process.env;

createServer(async (request, answer) => {
  const { 'detail-type': type, detail } = await json(request);
  if (type === 'RegistrationPromoted') {
    console.log(`To ${detail.userId}: you have come from the waitlist to a seat at the event ${detail.eventId}.`);
  }
  answer.end(); // Whatever is not answered comes again, twice.
})
  .on('error', ({ message }) => process.exit(console.error(`Port ${PORT}: ${message}; choose another with PORT`) ?? 1))
  .listen(Number(PORT), 'localhost', () => console.log(`Waiting for events at http://localhost:${PORT}/`));
