import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { PodtrustError } from '../../../core/errors';

/** Far above any program, and what still fits in memory once it is parsed. */
const MAXIMUM_SIZE = 128 * 1024 * 1024;

/** At once, of what does not tell its size. */
const PIECE = 1024 * 1024;

/**
 * What a file holds. Of a pipe or a device, which do not tell their size, no more is read than a file may have.
 *
 * @param file a path, or a file descriptor
 * @param shown as messages show it
 * @throws PodtrustError `file-unreadable`, `file-too-large`
 */
export function readBytes(file: string | number, shown: string): Buffer {
  const descriptor = typeof file === 'number' ? file : attempt(shown, () => openSync(file, 'r'));
  try {
    const size = attempt(shown, () => fstatSync(descriptor)).size;
    if (size > MAXIMUM_SIZE) throw tooLarge(shown);
    return size > 0 ? attempt(shown, () => readFileSync(descriptor)) : readToEnd(descriptor, shown);
  } finally {
    if (typeof file === 'string') closeSync(descriptor);
  }
}

function readToEnd(descriptor: number, shown: string): Buffer {
  const pieces: Buffer[] = [];
  // A pipe gives less at once than was asked for, so what it gives is copied.
  const piece = Buffer.allocUnsafe(PIECE);
  let length = 0;
  for (;;) {
    const read = attempt(shown, () => readSync(descriptor, piece));
    if (read === 0) return Buffer.concat(pieces);
    pieces.push(Buffer.from(piece.subarray(0, read)));
    length += read;
    if (length > MAXIMUM_SIZE) throw tooLarge(shown);
  }
}

/**
 * Bytes as the text that they are.
 *
 * @throws PodtrustError `file-binary`
 */
export function textOf(bytes: Buffer, shown: string): string {
  let text: string | undefined;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Falls through: not UTF-8.
  }
  if (text !== undefined && !text.includes('\0')) return text;
  const isUtf16 = ['fffe', 'feff'].includes(bytes.subarray(0, 2).toString('hex'));
  throw new PodtrustError({
    code: 'file-binary',
    where: shown,
    what: 'it is not a UTF-8 text',
    remedy: isUtf16
      ? 'It is UTF-16, as > of Windows PowerShell writes it: write it with | Out-File -Encoding utf8.'
      : undefined,
  });
}

function attempt<T>(shown: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new PodtrustError({
      code: 'file-unreadable',
      where: shown,
      what: READ_FAILURES.get(code) ?? `it cannot be read: ${code}`,
    });
  }
}

/** What the system’s usual error codes mean. */
const READ_FAILURES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'this user may not read it'],
  ['EISDIR', 'it is a directory'],
]);

function tooLarge(shown: string): PodtrustError {
  return new PodtrustError({
    code: 'file-too-large',
    where: shown,
    what: `it is larger than ${MAXIMUM_SIZE / 1024 / 1024} MB`,
    remedy: 'Give it in parts: a directory of files, or one export for each namespace.',
  });
}
