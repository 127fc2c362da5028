import type { EntraCredential } from '../../model/identity/entra-credential';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

interface Parent {
  readonly credential: RegExp;
  readonly text: RegExp;
  readonly types: readonly string[];
  readonly attributes: readonly string[];
  /** Attributes that are one of whatever has them. */
  readonly elsewhere: readonly string[];
  readonly what: string;
}

/** What a credential of a kind belongs to, as text and as a reference. */
const PARENTS: readonly Parent[] = [
  {
    credential: /azurerm_federated_identity_credential\./,
    text: /\/userAssignedIdentities\/[^/]+$/i,
    types: ['azurerm_user_assigned_identity'],
    attributes: ['id'],
    // What gives an identity that Azure made for it: the kubelet's, an add-on's.
    elsewhere: ['user_assigned_identity_id'],
    what: 'the resource id of a user-assigned identity',
  },
  {
    credential: /azuread_application_federated_identity_credential\./,
    text: /^(\/applications\/)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    types: ['azuread_application', 'azuread_application_registration'],
    attributes: ['id', 'object_id'],
    elsewhere: [],
    what: 'the id of an application, /applications/<object id>',
  },
];

/** A whole reference to an attribute of a resource or data source. */
const REFERENCE = /^\$\{(?:[^}]*\/)?(?:module\.[^}]*?\.)?(?:data\.)?((?:azurerm|azuread)_\w+)\.[^}]*?\.(\w+)\}$/;

export const federatedCredentialParentInvalid: Rule = {
  slug: 'federated-credential-parent-invalid',
  cloud: 'azure',
  level: 'error',
  effect:
    'The provider refuses it when it is created: a system-assigned identity has no federated credentials, and no client or principal id names a parent.',
  fix: 'Reference the id of an azurerm_user_assigned_identity; for an application, use azuread_application_federated_identity_credential with the application’s id.',
  sources: [
    'https://github.com/hashicorp/terraform-provider-azurerm/issues/29868',
    'Microsoft, “Workload identity federation: considerations”',
  ],
  check: ({ model }) => {
    const findings: Finding[] = [];
    for (const credential of model.federatedCredentials) {
      const wanted = wantedParent(credential);
      if (wanted === undefined) continue;
      const { id, at, parentText } = credential;
      findings.push(
        findingOf(federatedCredentialParentInvalid, {
          message: `${withPlace(id, at)} belongs to ${JSON.stringify(parentText)}, which is not ${wanted}.`,
          subject: id,
          at,
        }),
      );
    }
    return { findings };
  },
};

/** What the parent should be; nothing where it is that, or where it cannot be told. */
function wantedParent({ id, parentText }: EntraCredential): string | undefined {
  // What stands for its own argument is a value that is not known.
  if (parentText === '' || parentText.includes(`${id}.`)) return undefined;
  const parent = PARENTS.find(({ credential }) => credential.test(id));
  if (!parent) return undefined;
  if (!parentText.includes('${')) return parent.text.test(parentText) ? undefined : parent.what;
  const reference = REFERENCE.exec(parentText);
  if (!reference) return undefined;
  const [, type, attribute] = reference as unknown as [string, string, string];
  const isGiven = parent.types.includes(type) && parent.attributes.includes(attribute);
  return isGiven || parent.elsewhere.includes(attribute) ? undefined : parent.what;
}
