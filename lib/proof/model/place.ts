/** Where something is written. */
export interface Place {
  /** The file's path as given, relative to where podtrust runs; never absolute. */
  readonly file: string;
  /** A JSON pointer (RFC 6901) into it. In a YAML stream of several documents the first part is the document's index. */
  readonly pointer: string;
}

/** A place below another one. */
export function below(place: Place, ...keys: readonly (string | number)[]): Place {
  let { pointer } = place;
  for (const key of keys) pointer += `/${typeof key === 'string' ? escaped(key) : key}`;
  return { file: place.file, pointer };
}

/** Few keys hold what a pointer has to escape, and every block of a program has a place. */
function escaped(key: string): string {
  return key.includes('/') || key.includes('~') ? key.replace(/~/g, '~0').replace(/\//g, '~1') : key;
}

/** A place as a message shows it: `file#/pointer`. */
export function describePlace(place: Place): string {
  return place.pointer ? `${place.file}#${place.pointer}` : place.file;
}

/** Orders places by file, then by pointer. */
export function comparePlaces(a: Place, b: Place): number {
  return compareText(a.file, b.file) || compareText(a.pointer, b.pointer);
}

/** Orders texts by their code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
