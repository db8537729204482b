import { useState } from 'react';
import { CreateEventDocument } from 'event-registration-client';
import { useApi } from '../api/api.ts';
import { linkTo } from '../route.ts';
import { usePageTitle } from '../usePageTitle.ts';
import { errorWords } from '../words/errorWords.ts';
import { LABELS } from '../words/labels.ts';

/** Years have four digits, in UTC too, wherever the reader is. */
const LAST_MOMENT = '9999-12-30T23:59';

/** Creates an event, and goes to it. */
export function EventForm() {
  usePageTitle('A new event');
  const { transport } = useApi();
  const [problem, setProblem] = useState<string | null>(null);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  // One id for all attempts, so that creating cannot happen twice.
  const [eventId] = useState(
    () => `event-${[...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join('')}`,
  );
  const create = async (form: FormData): Promise<void> => {
    const text = (name: string): string => String(form.get(name) ?? '').trim();
    const moment = (name: string): string | null => (text(name) === '' ? null : new Date(text(name)).toISOString());
    const input = {
      eventId,
      title: text('title'),
      date: moment('date') ?? '',
      endsAt: moment('endsAt'),
      timeZone,
      registrationOpensAt: moment('registrationOpensAt'),
      registrationClosesAt: moment('registrationClosesAt'),
      location: text('location') || null,
      description: text('description') || null,
      capacity: Number(text('capacity')),
      waitlistEnabled: form.get('waitlistEnabled') === 'on',
    };
    try {
      await transport.request(CreateEventDocument, { input });
      location.hash = linkTo('organize', eventId);
    } catch (thrown) {
      setProblem(errorWords(thrown));
    }
  };
  return (
    <form
      className="card form"
      onSubmit={(submit) => (submit.preventDefault(), void create(new FormData(submit.currentTarget)))}
    >
      <h2>A new event</h2>
      <label>
        {LABELS.title} <input name="title" required maxLength={100} />
      </label>
      <div className="row">
        <Moment name="date" required />
        <Moment name="endsAt" />
        <Moment name="registrationOpensAt" />
        <Moment name="registrationClosesAt" />
      </div>
      <p className="empty">These are times of {timeZone.replaceAll('_', ' ')}, and are shown as such.</p>
      <label>
        {LABELS.capacity} <input name="capacity" type="number" min={1} max={1_000_000} defaultValue={20} required />
      </label>
      <label>
        {LABELS.location} <input name="location" maxLength={100} />
      </label>
      <label>
        {LABELS.description} <textarea name="description" rows={3} maxLength={4000} />
      </label>
      <label className="check">
        <input name="waitlistEnabled" type="checkbox" defaultChecked /> {LABELS.waitlistEnabled}
      </label>
      <button className="primary">Create</button>
      {problem !== null && (
        <p role="alert" className="notice bad">
          {problem}
        </p>
      )}
    </form>
  );
}

/** A field for a day and a time of it, in the zone of the reader. */
function Moment({ name, required }: { name: keyof typeof LABELS; required?: boolean }) {
  return (
    <label>
      {LABELS[name]} <input name={name} type="datetime-local" max={LAST_MOMENT} required={required} />
    </label>
  );
}
