import { addToGroup } from '../../../core/groups';
import type { ResourceControl } from '../../model/resource-control';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, isUnknown } from '../terraform/expression/value';
import { possibleTrust } from './possible-trust';

/** Reads resource control policies, and what they are attached to. Those of other types, such as SCPs, are left alone. */
export function readResourceControls(program: TerraformProgram): ResourceControl[] {
  const targets = new Map<string, string[]>();
  for (const attachment of program.instances('aws_organizations_policy_attachment')) {
    const policy = program.target(attachment, 'policy_id')?.instance;
    if (policy) addToGroup(targets, policy.id, program.text(attachment, 'target_id') ?? '');
  }
  return program.instances('aws_organizations_policy').flatMap((instance): ResourceControl[] => {
    if (program.text(instance, 'type') !== 'RESOURCE_CONTROL_POLICY') return [];
    const content = possibleTrust(program, program.attribute(instance, 'content'));
    const text = content !== undefined && !isUnknown(content) ? asText(content) : undefined;
    return [
      {
        id: instance.id,
        ...(text === undefined ? {} : { content: text }),
        targets: [...(targets.get(instance.id) ?? [])].sort(),
        at: instance.at,
      },
    ];
  });
}
