import { PodtrustError } from '../../core/errors';

/** Whether a text is a day that there is, as `2027-03-31`: not the 31st of June. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * The day of a run: the given one, or today in UTC.
 *
 * @throws PodtrustError `option-invalid`
 */
export function dayOf(given: string | undefined): string {
  if (given === undefined) return new Date().toISOString().slice(0, 10);
  if (isDay(given)) return given;
  throw new PodtrustError({
    code: 'option-invalid',
    what: `the day ${JSON.stringify(given)} is not a date such as 2027-03-31`,
  });
}
