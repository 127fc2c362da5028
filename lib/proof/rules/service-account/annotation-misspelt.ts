import { AZURE_KEYS, EKS_KEYS } from '../../../core/kubernetes/annotations';
import { editDistance } from '../../../core/edit-distance';
import type { Place } from '../../model/place';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const KNOWN: readonly string[] = [...Object.values(EKS_KEYS), ...Object.values(AZURE_KEYS)];
/** Keys without which there is no identity. */
const NAMES_IDENTITY: readonly string[] = [EKS_KEYS.roleArn, AZURE_KEYS.clientId, AZURE_KEYS.useLabel];
const PREFIXES = ['eks.amazonaws.com', 'azure.workload.identity'] as const;
/** Only such a key can be a slip of a known one. */
const SUSPICIOUS = /eks|amazon|aws|azure|workload|identity/i;
/** Letters that may differ: more would be another word. */
const SLIP = 2;

export const annotationMisspelt: Rule = {
  slug: 'annotation-misspelt',
  level: 'error',
  mildest: 'warning',
  effect: 'The webhook ignores it silently: no identity, no token, or not the setting that is meant.',
  fix: 'Write the key letter by letter as the webhook has it: eks.amazonaws.com/role-arn, azure.workload.identity/client-id.',
  sources: [
    'https://github.com/aws/amazon-eks-pod-identity-webhook/issues/200',
    'azure-workload-identity, “Service account labels and annotations”',
  ],
  check: ({ model }) => {
    const findings: Finding[] = [];
    const look = (keys: Readonly<Record<string, string>>, source: string, at: Place): void => {
      for (const key in keys) {
        if (!SUSPICIOUS.test(key) || KNOWN.includes(key)) continue;
        const meant = meantBy(key);
        // With the right key beside it, the wrong one does no harm.
        if (meant === undefined || keys[meant] !== undefined) continue;
        findings.push(
          findingOf(annotationMisspelt, {
            level: NAMES_IDENTITY.includes(meant) ? 'error' : 'warning',
            message: `${withPlace(source, at)} has ${JSON.stringify(key)}, which nobody reads: ${meant} is meant.`,
            subject: source,
            at,
            cause: meant,
          }),
        );
      }
    };
    for (const { annotations, labels, namespace, name, at } of model.serviceAccounts) {
      look(annotations, `ServiceAccount/${namespace}/${name}`, at);
      look(labels, `ServiceAccount/${namespace}/${name}`, at);
    }
    for (const { podAnnotations, podLabels, id, templateAt } of model.workloads) {
      look(podAnnotations, id, templateAt);
      look(podLabels, id, templateAt);
    }
    return { findings };
  },
};

/** The known key that a key is a slip of. */
function meantBy(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? '' : key.slice(0, slash);
  const name = key.slice(slash + 1);
  const near = PREFIXES.find((known) => isNearPrefix(prefix, known));
  if (near === undefined) return undefined;
  return KNOWN.filter((known) => known.startsWith(`${near}/`)).find((known) => {
    const knownName = known.slice(near.length + 1);
    return prefix === near ? isSlip(name, knownName) : letters(name) === letters(knownName) || isSlip(name, knownName);
  });
}

/** Every prefix that people put in place of the real one: other words, other dots, a letter off. */
function isNearPrefix(prefix: string, known: (typeof PREFIXES)[number]): boolean {
  if (prefix === known || isSlip(prefix, known)) return true;
  const words = prefix.toLowerCase().split(/[^a-z0-9]+/);
  return known === 'eks.amazonaws.com'
    ? words.includes('eks') && words.some((word) => ['aws', 'amazon', 'amazonaws', 'k8s'].includes(word))
    : words.includes('azure') &&
        words.some((word) => ['workload', 'identity', 'workloadidentity', 'wi'].includes(word));
}

function isSlip(text: string, known: string): boolean {
  if (text === known) return false;
  if (letters(text) === letters(known)) return true;
  // A key of another length is further away, and may be of any length.
  const isNear = known.length > 4 && Math.abs(text.length - known.length) <= SLIP;
  return isNear && editDistance(text, known) <= SLIP;
}

/** A key without case, dashes and dots. */
function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
