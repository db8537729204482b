import { calendarFile, type CalendarEvent } from './calendarFile.ts';

/** Takes the event into the reader's calendar. */
export function CalendarLink({ event }: { event: CalendarEvent }) {
  const href = `data:text/calendar;charset=utf-8,${encodeURIComponent(calendarFile(event))}`;
  return (
    <a href={href} download={`${event.eventId}.ics`}>
      Add to calendar
    </a>
  );
}
