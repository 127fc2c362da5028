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
       * Exactly these service accounts get these identities, and nobody else gets any. Fails where that is not known:
       * where something is undecided about one of them, or the program has no identity at all. The identities of nodes
       * are another matter, `nodeAccess`, unless a trust gives them to pods as well.
       *
       * @param expected such as `todo/api -> aws_iam_role.api`, or `todo/api -> api of prod`: an identity by its id or its
       * name, a cluster by what `podtrust ask` accepts; a line without a cluster is about the only one
       */
      toAdmitOnly(expected: readonly AccessLine[]): R;
      /**
       * No finding of level error that nobody has accepted: each claim is admitted, and no trust is open. Fails where
       * that is not known: where something is undecided about an identity, or the program has none.
       */
      toHaveNoAccessFindings(): R;
    }
  }
}
