import { POD_IDENTITY_SERVICE } from '../../core/trust/audience';
import { isNeverInPodIdentity } from './pod-identity/pod-identity-keys';
import type { Condition, Statement } from '../model/identity/statement';
import type { TrustPolicy } from './policy/policy';
import { variablesIn } from './policy/value';
import { isNeverInWebIdentity } from './web-identity/web-identity-keys';

/** A condition with a policy variable that has no value in the requests that its statement is about. */
export interface UnsetVariable {
  readonly condition: Condition;
  /** The key of the variable. */
  readonly key: string;
  /** Whether each of the condition's values has such a variable, so that it compares with nothing at all. */
  readonly everywhere: boolean;
}

/** The conditions of a statement that compare with nothing: one for each condition, by its first such variable. */
export function unsetVariables(statement: Statement, version: TrustPolicy['version']): readonly UnsetVariable[] {
  const isUnset = neverIn(statement);
  if (!isUnset) return [];
  return statement.conditions.flatMap((condition): readonly UnsetVariable[] => {
    const unset = condition.values.map((value) => variablesIn(value, version).find(isUnset));
    const key = unset.find((one) => one !== undefined);
    return key === undefined ? [] : [{ condition, key, everywhere: !unset.includes(undefined) }];
  });
}

/** Tells keys that no request has by which a principal of the statement comes; nothing where that is not known of all. */
function neverIn({ principals }: Statement): ((key: string) => boolean) | undefined {
  const { everyone, aws, federated, service } = principals;
  if (everyone || aws.length > 0) return undefined;
  if (service.length === 0) return isNeverInWebIdentity;
  return service.every((name) => name === POD_IDENTITY_SERVICE) && federated.length === 0
    ? isNeverInPodIdentity
    : undefined;
}
