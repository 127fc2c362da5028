import type { AwsGrantOptions, TaggedGrantOptions } from './grant-options';
import type { AwsGrant, Conditions, PolicyStatement } from './grant';

/**
 * A grant of statements, narrowed as its options say.
 *
 * @param description what the role may do, beginning with a verb
 * @param unnarrowable statements on what has no tags, such as a login at a registry
 */
export function awsGrant(
  description: string,
  statements: readonly PolicyStatement[],
  options: AwsGrantOptions & Pick<TaggedGrantOptions, 'whereResourceTag'>,
  unnarrowable: readonly PolicyStatement[] = [],
): AwsGrant {
  const { crossAccount = false, crossRegion = false, whereSessionTag = {}, whereResourceTag = {} } = options;
  const sessions = prefixed('aws:PrincipalTag/', whereSessionTag);
  const tags = { ...prefixed('aws:ResourceTag/', whereResourceTag), ...sessions };
  const said = [...(crossAccount ? ['crossAccount'] : []), ...(crossRegion ? ['crossRegion'] : [])];
  return {
    description: said.length > 0 ? `${description} (${said.join(', ')})` : description,
    statements: [
      ...statements.map((statement) => narrowed(statement, tags)),
      ...unnarrowable.map((statement) => narrowed(statement, sessions)),
    ],
    ...(crossAccount
      ? {
          crossAccount,
          deploymentNeeds: [
            `To ${description}, the role also needs to be allowed by the policy of that resource, in its own account.`,
          ],
        }
      : {}),
    ...(crossRegion ? { crossRegion } : {}),
  };
}

/** A statement with more values under `StringEquals`. */
function narrowed(statement: PolicyStatement, equals: Conditions[string]): PolicyStatement {
  if (Object.keys(equals).length === 0) return statement;
  const { conditions = {} } = statement;
  return { ...statement, conditions: { ...conditions, StringEquals: { ...conditions.StringEquals, ...equals } } };
}

function prefixed(prefix: string, tags: Readonly<Record<string, string | readonly string[]>>): Conditions[string] {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}
