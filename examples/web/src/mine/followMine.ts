import {
  follow,
  ListUserRegistrationsDocument,
  OnRegistrationChangedDocument,
  type Following,
  type ListUserRegistrationsQuery,
  type Transport,
  type View,
} from 'event-registration-client';

/** A seat or a place of the reader's, with its event. */
export type OwnRegistration = NonNullable<ListUserRegistrationsQuery['listUserRegistrations']>['items'][number];

/** Follows the reader's seats and places: every change of one is a reason to read them again. */
export function followMine(
  { request, listen }: Transport,
  userId: string,
  show: (view: View<OwnRegistration[]>) => void,
): Following<OwnRegistration[]> {
  return follow<OwnRegistration[], object>({
    subscribe: (listener) =>
      listen(
        OnRegistrationChangedDocument,
        { userId },
        {
          ...listener,
          next: ({ onRegistrationChanged }) => onRegistrationChanged && listener.next(onRegistrationChanged),
        },
      ),
    async fetch() {
      const registrations: OwnRegistration[] = [];
      let nextToken: string | null = null;
      do {
        const { listUserRegistrations }: ListUserRegistrationsQuery = await request(ListUserRegistrationsDocument, {
          nextToken,
        });
        registrations.push(...(listUserRegistrations?.items ?? []));
        nextToken = listUserRegistrations?.nextToken ?? null;
      } while (nextToken !== null);
      return registrations.sort((one, other) => ((one.event?.date ?? '') < (other.event?.date ?? '') ? -1 : 1));
    },
    apply: () => 'refetch',
    show,
  });
}
