import { calendarFile, type CalendarEvent } from './calendarFile.ts';

/** Takes the event into the reader's calendar, or what has become of it. */
export function CalendarLink({ event }: { event: CalendarEvent }) {
  const href = `data:text/calendar;charset=utf-8,${encodeURIComponent(calendarFile(event))}`;
  return (
    <a href={href} download={`${event.eventId}.ics`}>
      {event.status === 'CANCELLED' ? 'Cancel it in my calendar' : 'Add to calendar'}
    </a>
  );
}
