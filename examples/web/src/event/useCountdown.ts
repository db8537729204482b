import { useEffect, useState } from 'react';
import {
  countDown,
  countdownAt,
  type ClockReading,
  type Countdown,
  type RegistrationWindow,
} from 'event-registration-client';

/** Whether registering is open by the server's clock: turns over by itself, without asking the server. */
export function useCountdown(window: RegistrationWindow, clock: ClockReading | undefined): Countdown {
  const { registrationOpensAt, registrationClosesAt } = window;
  const aheadMs = clock?.aheadMs ?? 0;
  const withinMs = clock?.withinMs ?? 0;
  const [countdown, setCountdown] = useState(() => countdownAt(window, Date.now() + aheadMs));
  useEffect(
    () => countDown({ registrationOpensAt, registrationClosesAt }, { aheadMs, withinMs }, setCountdown),
    [registrationOpensAt, registrationClosesAt, aheadMs, withinMs],
  );
  return countdown;
}
