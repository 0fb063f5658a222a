import type { MxStatus } from './values.js';

/** What each known detail of a status means and what to do about it. The .NET client has the same texts. */
export const statusDetails: Readonly<Record<number, string>> = {
  1: 'the request timed out',
  2: 'the platform of the object cannot be reached',
  3: 'the reference names a platform that does not exist',
  4: 'the reference names an engine that does not exist',
  5: 'the engine of the object cannot be reached',
  6: 'the reference names nothing that exists; check the names of its object and attribute',
  7: 'there is no galaxy repository',
  8: 'the reference names an object that does not exist',
  1003: 'an array needs brackets after its name, such as Tank101.Levels[]',
  1012: 'the attribute accepts secured writes only; use WriteSecured with the id of a user',
  1013: 'the attribute accepts verified writes only; use WriteSecured with the ids of a user and of a verifier',
};

/** Category, meaning and codes of a status, such as `SecurityError: … (detail 1013, detected by …)`. */
export function statusText({ category, detail, detectedBy }: MxStatus): string {
  const meaning = statusDetails[detail];
  return `${category}${meaning === undefined ? '' : `: ${meaning}`} (detail ${detail}, detected by ${detectedBy})`;
}
