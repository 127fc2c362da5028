const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;
const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/**
 * A whole number as both webhooks read one from an annotation: a sign or none, decimal digits, 64 bits. No blanks, no
 * fraction, no unit.
 *
 * @returns nothing where the text is no such number
 */
export function wholeNumber(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return value < SMALLEST || value > LARGEST ? undefined : Number(value);
}

/**
 * A truth value as the EKS webhook reads one from an annotation (Go's strconv.ParseBool).
 *
 * @returns nothing for any other text, `yes` and `tRUE` among them
 */
export function truthValue(text: string): boolean | undefined {
  if (TRUE.includes(text)) return true;
  return FALSE.includes(text) ? false : undefined;
}
