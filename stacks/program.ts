import type { App } from 'cdktf';
import { withoutTokenStackTraces } from '../lib/terraform';
import { AksPlatformStack } from './aks/aks-platform';
import { AksWorkloadsStack } from './aks/aks-workloads';
import { EksPlatformStack } from './eks/eks-platform';
import { EksWorkloadsStack } from './eks/eks-workloads';
import type { Settings } from './settings/settings';
import { inTermsOfSettings } from './settings/settings-words';
import { suppressAksChecks, suppressEksChecks } from './suppressed-checks';

/** The four stacks of the sample. */
export interface Program {
  readonly platforms: readonly [EksPlatformStack, AksPlatformStack];
  readonly workloads: readonly [EksWorkloadsStack, AksWorkloadsStack];
}

/** Makes a platform and a workloads stack for each cloud. */
export function makeProgram(app: App, settings: Settings): Program {
  return withoutTokenStackTraces(() => {
    const eks = inTermsOfSettings('aws', settings, () => new EksPlatformStack(app, 'eks-platform', settings));
    const aks = inTermsOfSettings('azure', settings, () => new AksPlatformStack(app, 'aks-platform', settings));
    suppressEksChecks(eks);
    suppressAksChecks(aks);
    return {
      platforms: [eks, aks],
      workloads: [
        new EksWorkloadsStack(app, 'eks-workloads', settings, eks),
        new AksWorkloadsStack(app, 'aks-workloads', settings, aks),
      ],
    };
  });
}
