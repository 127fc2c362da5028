import type { Level } from '../rules/level';

/** A `podtrust.yaml` that is as its schema says. */
export interface SettingsContent {
  readonly rules?: Readonly<Record<string, Level | 'off'>> | null;
  readonly accepted?:
    | readonly {
        readonly rule: string;
        readonly subject: string;
        readonly admits?: readonly string[] | null;
        readonly reason: string;
        readonly expires?: string;
      }[]
    | null;
  readonly elsewhere?: {
    readonly namespaces?: readonly string[] | null;
    readonly serviceAccounts?: readonly string[] | null;
    readonly identities?: readonly string[] | null;
  } | null;
  readonly clusters?:
    | readonly {
        readonly name: string;
        readonly issuer?: string;
        readonly arn?: string;
        readonly resourceId?: string;
        readonly account?: string;
        readonly region?: string;
      }[]
    | null;
  readonly gate?: {
    readonly lock?: 'approves' | 'informs' | null;
    readonly admitOnly?:
      | readonly {
          readonly identity: string;
          readonly accounts: readonly string[] | null;
          readonly reason?: string;
        }[]
      | null;
    readonly neverPermit?:
      | readonly {
          readonly actions?: readonly string[] | null;
          readonly resources?: readonly string[] | null;
          readonly roles?: readonly string[] | null;
          readonly reason?: string;
        }[]
      | null;
    readonly offLimits?:
      | readonly {
          readonly namespaces: readonly string[] | null;
          readonly except?: readonly string[] | null;
          readonly reason?: string;
        }[]
      | null;
    readonly neverBecome?:
      | readonly {
          readonly who?: readonly string[] | null;
          readonly accounts?: readonly string[] | null;
          readonly identities?: readonly string[] | null;
          readonly except?: readonly string[] | null;
          readonly reason?: string;
        }[]
      | null;
  } | null;
}
