import { CAPABILITIES_SERVICE } from '../../core/trust/audience';
import { addToGroup } from '../../core/groups';
import { decideService } from '../iam';
import type { TrustPolicy } from '../iam';
import type { RoleAccounts } from '../mechanisms/irsa/role-account';
import { TargetRoles } from '../mechanisms/pod-identity/target-role';
import type { Assuming } from '../model/assumption';
import type { Cluster } from '../model/cluster/cluster';
import type { AckRoleSelector, EksCapability } from '../model/cluster/eks-capability';
import type { Identity } from '../model/identity/identity';
import type { IdentityIndex } from '../model/identity/identity-index';
import type { Model } from '../model/model';
import { describeSymbols, symbolOf } from '../model/known/symbol';

/** Whether EKS, or ACK, gets to a role. */
export interface CapabilityVerdict extends Assuming {
  /** Nothing where it cannot be told. */
  readonly admitted: boolean | undefined;
  /** What stands in the way, or why it cannot be told; what decided it where nothing does. */
  readonly because: string;
}

/** How a capability fares with its role, and ACK with the roles of its selectors. */
export interface EvaluatedCapability {
  readonly capability: EksCapability;
  readonly verdict: CapabilityVerdict;
  /** Of ACK alone. */
  readonly selectors: readonly EvaluatedSelector[];
}

/** How ACK fares with a role that an IAMRoleSelector names. */
export interface EvaluatedSelector {
  readonly selector: AckRoleSelector;
  /** The role; nothing where it is not in the input. */
  readonly role?: Identity;
  readonly verdict: CapabilityVerdict;
}

/** What capabilities are judged by. */
interface CapabilityInput {
  readonly model: Model;
  /** By id; one that is not given finds none. */
  readonly clusters: ReadonlyMap<string | undefined, Cluster>;
  readonly identities: IdentityIndex;
  readonly policies: ReadonlyMap<string, TrustPolicy>;
  readonly accountsOfRoles: RoleAccounts;
}

/** Holds each capability against the trust of its role, and ACK's role against those that its selectors name. */
export function evaluateCapabilities(input: CapabilityInput): readonly EvaluatedCapability[] {
  const { model, clusters, identities, policies, accountsOfRoles } = input;
  const targets = new TargetRoles(model, { identities, policies, accounts: accountsOfRoles });
  const selectorsOf = new Map<string, AckRoleSelector[]>();
  for (const selector of model.ackRoleSelectors) {
    for (const id of new Set(selector.clusters)) addToGroup(selectorsOf, id, selector);
  }
  return model.capabilities.map((capability): EvaluatedCapability => {
    const { role: id, roleText, type } = capability;
    const role = identities.get(id);
    const cluster = clusters.get(capability.cluster);
    if (!role) {
      const because = `its role ${roleText} is not in the input: whether it admits ${CAPABILITIES_SERVICE} is not known`;
      return { capability, verdict: { admitted: undefined, because }, selectors: [] };
    }
    const policy = policies.get(role.id);
    const decision = policy && decideService(policy, CAPABILITIES_SERVICE);
    const verdict: CapabilityVerdict = decision
      ? { admitted: decision.admitted, because: decision.because.join('; ') }
      : { admitted: undefined, because: `the trust policy of its role ${role.id} is not known` };
    if (type !== 'ACK' || !cluster) return { capability, verdict, selectors: [] };
    const selectors = (selectorsOf.get(cluster.id) ?? []).map((selector) =>
      judgeSelector(selector, { role, cluster }, identities, targets),
    );
    return { capability, verdict, selectors };
  });
}

function judgeSelector(
  selector: AckRoleSelector,
  { role: caller, cluster }: { readonly role: Identity; readonly cluster: Cluster },
  identities: IdentityIndex,
  targets: TargetRoles,
): EvaluatedSelector {
  const { arn } = selector;
  const role = identities.claimed(arn)?.identity;
  if (!role) {
    const because = `its role ${describeSymbols(arn)} is not in the input: whether it admits ${caller.id} is not known`;
    return { selector, verdict: { admitted: undefined, because } };
  }
  // Which session tags EKS passes on is not documented.
  const session = (sessionTags: boolean) => ({
    namespace: symbolOf(`${selector.id}.namespace`, 'segment'),
    serviceAccount: symbolOf(`${selector.id}.serviceAccount`, 'segment'),
    sessionTags,
  });
  const target = { role: role.id, arn };
  const assumed = targets.judge(session(false), caller, target, cluster);
  if (assumed.admitted === true) {
    const tagged = targets.judge(session(true), caller, target, cluster);
    if (tagged.admitted !== true) {
      const because = `AWS asks for sts:TagSession beside sts:AssumeRole, and does not say whether ACK does without: ${tagged.because}`;
      return { selector, role, verdict: { admitted: undefined, because } };
    }
  }
  const { admitted, because, assumes } = assumed;
  return { selector, role, verdict: { admitted, because, ...(assumes ? { assumes } : {}) } };
}
