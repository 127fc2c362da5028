import { VERSION } from './version';

/** The package's files as they were published. */
const PUBLISHED = 'https://unpkg.com/podtrust';

/**
 * A page of the documentation as it was published with a version, which is in the package itself.
 *
 * @param page in `docs`, such as `rules/trust-without-subject.md`
 * @param version of podtrust. Default: its own
 */
export function pageUrl(page: string, version = VERSION): string {
  return `${PUBLISHED}@${version}/docs/${page}`;
}
