import type { AccessLine } from './access';

export { access, nodeAccess } from './access';
export type { AccessLine } from './access';
export { matchers } from './matchers';

declare global {
  // The name and the parameters are those of jest's own types, which are extended here.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> {
      /**
       * Exactly these service accounts get these identities, and nobody else gets any. The identities of nodes are
       * another matter, `nodeAccess`, unless a trust gives them to pods as well.
       */
      toAdmitOnly(expected: readonly AccessLine[]): R;
      /** No finding of level error: each claim is admitted, and no trust is open. */
      toHaveNoAccessFindings(): R;
    }
  }
}
