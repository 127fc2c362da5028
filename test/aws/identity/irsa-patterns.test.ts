import fc from 'fast-check';
import { type EksClusterReference, PodRole, irsa } from '../../../lib/aws';
import { isInPattern } from '../../../lib/core/trust/subject';
import { awsStack, codeOf, policy, resource } from '../synthesized';
import { ProvenProgram, attributesOf, seen } from './proven-program';

const { issuerUrl, oidcProviderArn, ...rest } = attributesOf('shop');
const issuer = { url: issuerUrl! };
const known: EksClusterReference = { ...rest, issuer, oidcProvider: { arn: oidcProviderArn!, issuer } };
const previews = { namespace: 'preview-*', name: 'api' };

test('a pattern stands under StringLike, apart from exact subjects, and the audience stays exact', () => {
  const stack = awsStack();
  new PodRole(stack, 'api', {
    trusts: [
      irsa({ cluster: known, serviceAccount: { namespace: 'shop', name: 'api' } }),
      irsa({ cluster: known, serviceAccount: previews, allowPattern: true }),
    ],
  });

  const { Statement } = policy(resource(stack, 'aws_iam_role', 'api').assume_role_policy);
  const [sub, aud] = ['sub', 'aud'].map((claim) => `${issuerUrl!.slice(8)}:${claim}`);
  expect(Statement.map(({ Condition }: { Condition: unknown }) => Condition)).toEqual([
    { StringEquals: { [sub!]: 'system:serviceaccount:shop:api', [aud!]: 'sts.amazonaws.com' } },
    {
      StringLike: { [sub!]: 'system:serviceaccount:preview-*:api' },
      StringEquals: { [aud!]: 'sts.amazonaws.com' },
    },
  ]);
});

test('a pattern is refused until it is allowed by name', () => {
  const make = (allowPattern: boolean) => () =>
    new PodRole(awsStack(), 'api', { trusts: [irsa({ cluster: known, serviceAccount: previews, allowPattern })] });
  expect(codeOf(make(false))).toBe('subject-wildcard');
  expect(make(false)).toThrow(/fix: .*say allowPattern: true/);
  expect(codeOf(make(true))).toBeUndefined();
});

test.each([
  ['every service account of the cluster', '*', '*', 'subject-wildcard'],
  ['every one, said at length', '?*', '*?', 'subject-wildcard'],
  ['a namespace that Kubernetes cannot have', 'Preview-*', 'api', 'subject-invalid'],
  ['a dot in a namespace', 'preview.*', 'api', 'subject-invalid'],
  ['a character that IAM gives a meaning', 'preview-$', '*', 'subject-invalid'],
  ['more characters than a namespace has', `${'a'.repeat(64)}*`, 'api', 'subject-invalid'],
  ['all of one namespace', 'preview', '*', undefined],
  ['dots in names of service accounts', 'preview', 'api.*', undefined],
])('a pattern of %s', (_, namespace, name, code) => {
  const trust = irsa({ cluster: known, serviceAccount: { namespace, name }, allowPattern: true });
  expect(codeOf(() => new PodRole(awsStack(), 'api', { trusts: [trust] }))).toBe(code);
});

test('each service account that fits gets a binding, and none that does not', () => {
  const role = new PodRole(awsStack(), 'api', {
    name: 'api',
    trusts: [irsa({ cluster: known, serviceAccount: previews, allowPattern: true })],
  });

  expect(role.bindings).toEqual([]);
  expect(role.bindingFor({ namespace: 'preview-12', name: 'api' })).toMatchObject({
    serviceAccount: { namespace: 'preview-12', name: 'api' },
    serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': role.arn },
  });
  expect(codeOf(() => role.bindingFor({ namespace: 'shop', name: 'api' }))).toBe('binding-unknown');
});

test('a service account fits as IAM matches it', () => {
  const text = fc.stringMatching(/^[ab.-]{0,4}$/);
  fc.assert(
    fc.property(fc.stringMatching(/^[ab.*?-]{1,5}$/), text, (pattern, name) => {
      /** Character by character, without regular expressions. */
      const like = (rest: string, value: string): boolean =>
        rest === ''
          ? value === ''
          : rest.startsWith('*')
            ? like(rest.slice(1), value) || (value !== '' && like(rest, value.slice(1)))
            : value !== '' && (rest.startsWith('?') || rest[0] === value[0]) && like(rest.slice(1), value.slice(1));
      expect(isInPattern({ namespace: 'x', name: pattern }, { namespace: 'x', name })).toBe(like(pattern, name));
    }),
  );
});

test('the proof shows the pattern, and asks for its acceptance by name', () => {
  const program = new ProvenProgram();
  const cluster = program.cluster();
  const role = new PodRole(program.stack, 'api', {
    name: 'api',
    trusts: [irsa({ cluster, serviceAccount: previews, allowPattern: true })],
  });
  program.pod(cluster, [role.bindingFor({ namespace: 'preview-12', name: 'api' })]);

  expect(seen(program.prove())).toEqual({
    admitted: ['shop preview-*/api -> api irsa'],
    findings: ['error subject-wildcard api'],
    undecided: [],
  });
});
