import { PodtrustError } from '../../core/errors';
import { packageFolder } from '../package-folder';

/**
 * Where the templates are.
 *
 * @throws PodtrustError `project-unwritten`
 */
export function ownFolder(): string {
  const folder = packageFolder();
  if (folder !== undefined) return folder;
  throw new PodtrustError({
    code: 'project-unwritten',
    what: 'the templates of podtrust are not where its program is',
    remedy: 'Install podtrust anew.',
  });
}

/** A folder as a shell reads it as one word. */
export function shellWord(folder: string): string {
  return /^[\w./@+-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
}
