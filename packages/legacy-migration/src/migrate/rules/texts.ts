import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { LIMITS } from '../../../../../domain/limits.ts';
import { CONTROLS, LINE_BREAKS } from '../../../../../domain/text.ts';
import type { LegacyRecord } from './attributeJson.ts';
import { cut } from './cut.ts';
import { isAbsent, plainText, type Findings } from './findings.ts';

export interface Texts {
  /** Null with a rejection. */
  title: string | null;
  location: string | null;
  description: string | null;
}

/** Title, location and description within their limits; what is cut from the first two begins the description. */
export function textsOf({ title, location, description }: LegacyRecord, findings: Findings): Texts {
  const wholeTitle = titleText(title, findings);
  const wholeLocation = optionalText('location', location, findings);
  const ownDescription = optionalText('description', description, findings);
  const shortTitle = wholeTitle === null ? null : shortened('title', wholeTitle, LIMITS.titleLength, title, findings);
  const shortLocation =
    wholeLocation === null ? null : shortened('location', wholeLocation, LIMITS.locationLength, location, findings);
  const moved = [shortTitle === wholeTitle ? null : wholeTitle, shortLocation === wholeLocation ? null : wholeLocation];
  const wholeDescription = [...moved, ownDescription].filter((text) => text !== null).join('\n\n');
  return {
    title: shortTitle,
    location: shortLocation,
    description: wholeDescription === '' ? null : shortenedDescription(wholeDescription, findings),
  };
}

function titleText(value: AttributeValue | undefined, findings: Findings): string | null {
  const text = value === undefined || isAbsent(value) ? null : plainText(value);
  if (text === null) {
    findings.add('title.missing', 'title', value);
    return null;
  }
  if (value?.S === undefined) {
    findings.add('title.notText', 'title', value, text);
  }
  return cleaned('title', text, value, findings);
}

function optionalText(
  attribute: 'location' | 'description',
  value: AttributeValue | undefined,
  findings: Findings,
): string | null {
  if (value === undefined || isAbsent(value)) {
    return null;
  }
  const text = plainText(value);
  if (text === null) {
    findings.add(`${attribute}.unusable`, attribute, value);
    return null;
  }
  if (value.S === undefined) {
    findings.add(`${attribute}.notText`, attribute, value, text);
  }
  return cleaned(attribute, text, value, findings);
}

/** The text without the characters that the API refuses; where it is one line, line breaks and tabs are spaces. */
function cleaned(
  attribute: 'title' | 'location' | 'description',
  text: string,
  value: AttributeValue | undefined,
  findings: Findings,
): string {
  const isLine = attribute !== 'description';
  const clean = [...text]
    .map((character) => (isLine && LINE_BREAKS.includes(character) ? ' ' : character))
    .filter((character) => !CONTROLS.includes(character))
    .join('');
  if (clean !== text) {
    findings.add(`${attribute}.cleaned`, attribute, value, clean);
  }
  return clean;
}

function shortened(
  attribute: 'title' | 'location',
  text: string,
  maxLength: number,
  value: AttributeValue | undefined,
  findings: Findings,
): string {
  const short = cut(text, maxLength);
  if (short !== text) {
    findings.add(`${attribute}.cut`, attribute, value, short);
  }
  return short;
}

function shortenedDescription(text: string, findings: Findings): string {
  const short = cut(text, LIMITS.descriptionLength);
  if (short !== text) {
    findings.add('description.cut', 'description', { S: text });
  }
  return short;
}
