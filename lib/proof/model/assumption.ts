/**
 * What an answer takes for granted: that nothing which was not read adds what is missing, such as a credential, an
 * association, an OIDC provider, a service account or a grant. `elsewhere:` of podtrust.yaml withdraws it.
 */
export type Assumption = 'nothing-elsewhere';

/** What has an assumption, where it has one. */
export interface Assuming {
  /** Only of what rests on absence. */
  readonly assumes?: readonly Assumption[];
}

/** What an answer has that rests on the absence of what could be added elsewhere. */
export const BY_ABSENCE: Assuming = { assumes: ['nothing-elsewhere'] };
