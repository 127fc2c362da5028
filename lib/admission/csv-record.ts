/**
 * The first record of a CSV text as the EKS webhook reads it (Go's encoding/csv with its defaults): commas, fields in
 * double quotes may hold commas, line breaks and doubled quotes, blanks are kept, empty lines are passed over, and
 * whatever follows the first record is not read.
 *
 * @returns nothing where there is no record, or where a quote stands where none may
 */
export function firstCsvRecord(text: string): string[] | undefined {
  let rest = text.replace(/\r\n/g, '\n').replace(/\r$/, '').replace(/^\n+/, '');
  if (rest === '') return undefined;
  const fields: string[] = [];
  for (;;) {
    const field = rest.startsWith('"')
      ? /^"((?:[^"]|"")*)"(?=[,\n]|$)/.exec(rest)
      : /^([^,\n"]*)(?=[,\n]|$)/.exec(rest);
    if (!field) return undefined;
    fields.push(field[1]!.replace(/""/g, '"'));
    rest = rest.slice(field[0].length);
    if (!rest.startsWith(',')) return fields;
    rest = rest.slice(1);
  }
}
