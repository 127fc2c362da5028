import type { ClusterRoleRule } from '../model/cluster/access-control';
import { and, any, or } from '../model/known/known';
import type { Known } from '../model/known/known';
import { equal } from '../model/known/text';

/** What somebody asks the API server for. */
export interface AccessRequest {
  readonly verb: string;
  readonly apiGroup: string;
  /** With its subresource: `pods/exec`. */
  readonly resource: string;
  /** The object's name; empty where the request names none, as one that makes an object does not. */
  readonly name: string;
}

/** Whether a rule answers a request, as the API server's RBAC reads it. pkg/apis/rbac/v1/evaluation_helpers.go. */
export function ruleAllows(rule: ClusterRoleRule, { verb, apiGroup, resource, name }: AccessRequest): Known {
  return and(
    holds(rule.verbs, verb),
    holds(rule.apiGroups, apiGroup),
    holdsResource(rule.resources, resource),
    isForName(rule, name),
  );
}

/** The same without the name, which the rule may limit. */
export function ruleIsAbout(rule: ClusterRoleRule, { verb, apiGroup, resource }: Omit<AccessRequest, 'name'>): Known {
  return and(holds(rule.verbs, verb), holds(rule.apiGroups, apiGroup), holdsResource(rule.resources, resource));
}

/** Whether a list has a text, or all of them. */
export function holds(texts: readonly string[], text: string): Known {
  return any(texts, (one) => or(equal(one, text), equal(one, '*')));
}

/** Whether a rule is for an object of a name; one without names is for all. */
export function isForName({ resourceNames }: ClusterRoleRule, name: string): Known {
  return or(
    resourceNames.length === 0,
    any(resourceNames, (one) => equal(one, name)),
  );
}

// There is a wildcard for all resources, and one for a subresource of all (*/exec), but none for all that a resource has.
function holdsResource(resources: readonly string[], resource: string): Known {
  const [, ...subresources] = resource.split('/');
  return or(
    holds(resources, resource),
    any(subresources, (subresource) => any(resources, (one) => equal(one, `*/${subresource}`))),
  );
}
