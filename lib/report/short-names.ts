/** Terraform's references and long lists of actions, short enough for a table; the JSON has them whole. */

/** cdktf's ending of a logical id: eight hexadecimal digits of the construct's path. */
const HASH = /_[0-9A-F]{8}(?=[.\]}/]|$)/g;

/**
 * A policy variable of IAM, as `aws:PrincipalTag/team` or `*` between the braces: a part of the policy, and no reference.
 * IAM User Guide, "Policy variables".
 */
const POLICY_VARIABLE = /^(?:[*?$]|[\w.-]+(?:\/[\w./-]+)?:[A-Za-z][^"()]*)$/;

/**
 * `${eks-platform/aws_dynamodb_table.Data_Table_3D6F5040.arn}/index/*` becomes `aws_dynamodb_table.Data_Table/index/*`.
 * What is known stays as it is, and so does a policy variable.
 */
export function shortReference(text: string): string {
  return text.replace(/\$\{([^}]*)\}/g, (whole, reference: string) =>
    POLICY_VARIABLE.test(reference)
      ? whole
      : reference
          .replace(/^[^./]*\//, '')
          .replace(/\.(arn|id)$/, '')
          .replace(HASH, ''),
  );
}

/** A Terraform address without cdktf's ending: `aws_iam_role.backend`. A cluster that is known by its issuer alone has a URL. */
export function shortAddress(id: string): string {
  return id.startsWith('https://') ? id : shortReference(`\${${id}}`);
}

/** How many actions of a service a table names. */
const ACTIONS = 3;

/** `s3: GetObject, ListBucket, PutObject and 2 more`, services in order. */
export function shortActions(actions: readonly string[]): string {
  const services = new Map<string, string[]>();
  for (const action of actions) {
    const separator = action.indexOf(':');
    const service = action.slice(0, Math.max(separator, 0));
    services.set(service, [...(services.get(service) ?? []), action.slice(separator + 1)]);
  }
  return [...services]
    .map(([service, names]) => {
      const more = names.length - ACTIONS;
      // One more is named as fast as counted.
      const shown = more > 1 ? `${names.slice(0, ACTIONS).join(', ')} and ${more} more` : names.join(', ');
      return service ? `${service}: ${shown}` : shown;
    })
    .join('; ');
}
