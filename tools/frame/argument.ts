/** Parsers of options and arguments; each throws InvalidArgumentError, which says what would have been right. */

import { InvalidArgumentError } from '@commander-js/extra-typings';

export function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (!(number >= least && number <= most)) {
      throw new InvalidArgumentError(`A number from ${least} to ${most}, please.`);
    }
    return number;
  };
}

export function wholeNumberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isInteger(number) || number < least || number > most) {
      throw new InvalidArgumentError(`A whole number from ${least} to ${most}, please.`);
    }
    return number;
  };
}

/** A text with at least one character that can be seen. */
export function nonEmpty(text: string): string {
  if (text.trim() === '') {
    throw new InvalidArgumentError('A text with a character that can be seen, please.');
  }
  return text;
}

export function oneOf<Name extends string>(names: readonly Name[]): (text: string) => Name {
  return (text) => {
    const found = names.find((name) => name === text);
    if (found === undefined) {
      throw new InvalidArgumentError(`One of ${names.join(', ')}, please.`);
    }
    return found;
  };
}

export function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  }
  return port;
}

/** Completes the address of a server: AppSync's endpoint, there and on this machine, ends in /graphql. */
export function parseEndpoint(text: string): string {
  const url = new URL(parseUrl(text));
  if (url.pathname === '/') {
    url.pathname = '/graphql';
  }
  return url.href;
}

export function parseUrl(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('This is not an http or https URL.');
  }
  return text;
}
