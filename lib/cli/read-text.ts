import { STANDARD_INPUT } from '../proof/read/sources/sources';
import { readBytes, textOf } from '../proof/read/sources/read-bytes';

/**
 * The text of a file that an option names; `-` is standard input.
 *
 * @throws PodtrustError `file-unreadable`, `file-too-large`, `file-binary`
 */
export function readText(file: string): string {
  return textOf(readBytes(file === STANDARD_INPUT ? 0 : file, file), file);
}
