import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { CAPABILITY_TRUST, ack, roleSelector } from '../rules/capability-example';
import { type Json, manifests, terraform } from '../rules/example';

const SHOP = '${aws_iam_role.shop.arn}';
const TARGET = { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: SHOP };

/** A role that ACK may assume, by this trust. */
const shop = (...trust: Json[]) => ({
  aws_iam_role: {
    shop: { name: 'shop', assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement: trust }) },
  },
});

const trustOf = (principal: string, ...actions: string[]): Json => ({
  Effect: 'Allow',
  Principal: { AWS: principal },
  Action: actions,
});
const BY_ACK = trustOf('${aws_iam_role.ack.arn}', 'sts:AssumeRole', 'sts:TagSession');

function proven(program: Json, ...objects: Json[]): Inventory {
  const files = [terraform(program), ...(objects.length > 0 ? [manifests(...objects)] : [])];
  return prove(files.map(({ name, text }) => ({ file: name, text })));
}

/** The selector as Terraform writes it, so that its role is known by reference. */
function manifest(selector: Json, program: Json): Json {
  program.resource.kubernetes_manifest = { selector: { manifest: selector } };
  return program;
}

describe('a capability', () => {
  test('is shown with its role, and is no row of pods', () => {
    const inventory = proven(ack());
    expect(inventory.capabilities).toEqual([
      {
        id: 'aws_eks_capability.ack',
        cluster: 'aws_eks_cluster.main',
        type: 'ACK',
        identity: 'aws_iam_role.ack',
        admitted: true,
      },
    ]);
    expect(inventory.access).toEqual([]);
    expect(inventory.undecided).toEqual([]);
    expect(inventory.findings).toEqual([]);
  });

  test('is nothing in a program without one', () => {
    expect(prove([{ file: 'main.tf', text: '' }]).capabilities).toBeUndefined();
  });

  test.each<[string, Json]>([
    ['another service', { ...CAPABILITY_TRUST, Principal: { Service: 'pods.eks.amazonaws.com' } }],
    ['one action alone', { ...CAPABILITY_TRUST, Action: 'sts:AssumeRole' }],
    ['a Deny', { ...CAPABILITY_TRUST, Effect: 'Deny' }],
  ])('is refused by a trust that has %s', (_, trust) => {
    const { capabilities, findings } = proven(ack({ trust }));
    expect(capabilities).toMatchObject([{ admitted: false }]);
    expect(findings.filter(({ level }) => level === 'error')).toMatchObject([
      { rule: 'capability-not-admitted', subject: 'aws_eks_capability.ack' },
    ]);
  });

  test('is told all that is in its way', () => {
    const { findings } = proven(ack({ trust: { ...CAPABILITY_TRUST, Principal: { Service: 'ec2.amazonaws.com' } } }));
    const other = 'statement 0 does not apply: its Principal is not the service capabilities.eks.amazonaws.com';
    expect(findings[0]!.message).toContain(
      `which EKS may not assume: sts:AssumeRole: ${other}; sts:TagSession: ${other}.`,
    );
  });

  test('is undecided where its role is only looked up, so that nobody reads its trust', () => {
    const program = ack();
    program.data = { aws_iam_role: { ack: { name: 'ack' } } };
    delete program.resource.aws_iam_role;
    program.resource.aws_eks_capability.ack.role_arn = '${data.aws_iam_role.ack.arn}';
    const { capabilities, undecided } = proven(program);
    expect(capabilities).toMatchObject([{ admitted: null }]);
    expect(undecided).toMatchObject([
      {
        about: 'aws_eks_capability.ack',
        because: 'the trust policy of its role data.aws_iam_role.ack is not known',
      },
    ]);
  });

  test('is undecided where the trust has a condition, since nobody tells what EKS passes', () => {
    const trust = { ...CAPABILITY_TRUST, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } };
    const { capabilities, findings, undecided } = proven(ack({ trust }));
    expect(capabilities).toMatchObject([{ admitted: null }]);
    expect(findings).toEqual([]);
    expect(undecided).toMatchObject([
      {
        about: 'aws_eks_capability.ack',
        because: expect.stringContaining(
          'whether capabilities.eks.amazonaws.com passes aws:SourceAccount is not documented',
        ) as string,
        identities: ['aws_iam_role.ack'],
      },
    ]);
  });

  test('is undecided where its role is not in the input', () => {
    const program = ack();
    program.resource.aws_eks_capability.ack.role_arn = 'arn:aws:iam::111122223333:role/elsewhere';
    const { capabilities, undecided } = proven(program);
    expect(capabilities).toMatchObject([{ identity: 'arn:aws:iam::111122223333:role/elsewhere', admitted: null }]);
    expect(undecided).toMatchObject([{ because: expect.stringContaining('is not in the input') as string }]);
  });
});

describe('an IAMRoleSelector', () => {
  test('is a way on to its role for its namespaces, where both sides allow it', () => {
    const { capabilities, findings, undecided } = proven(
      manifest(
        roleSelector(SHOP, {
          namespaceSelector: { names: ['shop', 'shop-eu'] },
          resourceTypeSelector: [
            { group: 's3.services.k8s.aws', kind: 'Bucket', version: '' },
            { group: 'sqs.services.k8s.aws' },
          ],
        }),
        ack({ may: TARGET, more: shop(BY_ACK) }),
      ),
    );
    expect(capabilities).toMatchObject([
      {
        admitted: true,
        selectors: [
          {
            id: 'IAMRoleSelector/shop',
            identity: 'aws_iam_role.shop',
            namespaces: ['shop', 'shop-eu'],
            resourceTypes: ['s3.services.k8s.aws/Bucket', 'sqs.services.k8s.aws/*'],
            admitted: true,
          },
        ],
      },
    ]);
    expect([...findings, ...undecided]).toEqual([]);
  });

  test('is for all namespaces where it names none, and for those with labels where it chooses by them', () => {
    const selectorsOf = (spec: Json) =>
      proven(manifest(roleSelector(SHOP, spec), ack({ may: TARGET, more: shop(BY_ACK) }))).capabilities![0]!.selectors;
    expect(selectorsOf({})).toMatchObject([{ namespaces: ['*'] }]);
    const labelSelector = { matchLabels: { team: 'shop' } };
    expect(selectorsOf({ namespaceSelector: { names: [], labelSelector } })).toMatchObject([
      { namespaces: [], byLabels: true },
    ]);
  });

  test('of which the namespaces are not known is for none that is named, and that is said', () => {
    const program = manifest(
      roleSelector(SHOP, { namespaceSelector: { names: '${var.namespaces}' } }),
      ack({ may: TARGET, more: shop(BY_ACK) }),
    );
    program.variable = { namespaces: {} };
    const { capabilities, undecided } = proven(program);
    expect(capabilities![0]!.selectors).toMatchObject([{ namespaces: ['${var.namespaces}'] }]);
    expect(undecided).toMatchObject([
      { about: 'IAMRoleSelector/shop', because: 'its namespaces are not known before apply' },
    ]);
  });

  test.each<[string, Json, string]>([
    [
      'the role does not trust the capability’s',
      trustOf('arn:aws:iam::111122223333:role/other', 'sts:AssumeRole'),
      'does not take it',
    ],
    ['the role trusts a service', { ...CAPABILITY_TRUST, Action: 'sts:AssumeRole' }, 'does not take it'],
  ])('is an error where %s', (_, trust, because) => {
    const { capabilities, findings } = proven(manifest(roleSelector(SHOP), ack({ may: TARGET, more: shop(trust) })));
    expect(capabilities![0]!.selectors).toMatchObject([{ admitted: false }]);
    expect(findings).toMatchObject([
      {
        rule: 'capability-not-admitted',
        subject: 'IAMRoleSelector/shop',
        message: expect.stringContaining(because) as string,
      },
    ]);
  });

  test('is undecided where only sts:TagSession is missing: AWS asks for it, and does not say that it must be', () => {
    const { capabilities, undecided } = proven(
      manifest(
        roleSelector(SHOP),
        ack({ may: TARGET, more: shop(trustOf('${aws_iam_role.ack.arn}', 'sts:AssumeRole')) }),
      ),
    );
    expect(capabilities![0]!.selectors).toMatchObject([{ admitted: null }]);
    expect(undecided).toMatchObject([
      { about: 'IAMRoleSelector/shop', because: expect.stringContaining('sts:TagSession') as string },
    ]);
  });

  describe('whose role’s trust denies by a tag of the session, which EKS may pass', () => {
    const tag = ['kubernetes-namespace', 'kubernetes-service-account'];
    const denying = (operator: string, name: string, value: string): Json => ({
      ...BY_ACK,
      Effect: 'Deny',
      Condition: { [operator]: { [`aws:RequestTag/${name}`]: value } },
    });
    const judged = (deny: Json) =>
      proven(manifest(roleSelector(SHOP), ack({ may: TARGET, more: shop(BY_ACK, deny) }))).capabilities![0]!.selectors;

    test.each(tag)('is undecided where %s may be the one that it names', (name) => {
      expect(judged(denying('StringEquals', name, 'other'))).toMatchObject([{ admitted: null }]);
    });

    test.each(tag)('is admitted where %s cannot be: no name in Kubernetes has a slash', (name) => {
      expect(judged(denying('StringLike', name, '*/*'))).toMatchObject([{ admitted: true }]);
    });
  });

  test('rests on what was read where the capability’s role lacks a permission', () => {
    const trust = trustOf('arn:aws:iam::111122223333:root', 'sts:AssumeRole', 'sts:TagSession');
    const { findings } = proven(manifest(roleSelector(SHOP), ack({ more: shop(trust) })));
    expect(findings).toMatchObject([
      {
        rule: 'capability-not-admitted',
        message: expect.stringContaining(
          'aws_iam_role.ack is not allowed sts:AssumeRole on aws_iam_role.shop: none of its policies allows it.',
        ) as string,
        assumes: ['nothing-elsewhere'],
      },
    ]);
    expect(proven(manifest(roleSelector(SHOP), ack({ more: shop(CAPABILITY_TRUST) }))).findings[0]).not.toHaveProperty(
      'assumes',
    );
  });

  test('is undecided where its role is not in the input, or it names none', () => {
    const other = 'arn:aws:iam::444455556666:role/data';
    expect(proven(ack({ may: TARGET, more: shop(BY_ACK) }), roleSelector(other))).toMatchObject({
      capabilities: [{ selectors: [{ identity: other, admitted: null }] }],
      undecided: [{ about: 'IAMRoleSelector/shop', because: expect.stringContaining('is not in the input') as string }],
    });
    const { undecided } = proven(ack(), { ...roleSelector(''), spec: {} });
    expect(undecided).toMatchObject([
      { about: 'IAMRoleSelector/shop', because: expect.stringContaining('spec.arn') as string },
    ]);
  });

  test('of another group is none, and without ACK nobody reads it', () => {
    const foreign = { ...roleSelector(SHOP), apiVersion: 'example.com/v1' };
    expect(proven(ack(), foreign).capabilities![0]!.selectors).toBeUndefined();
    const kro = ack();
    kro.resource.aws_eks_capability.ack.type = 'KRO';
    expect(proven(kro, roleSelector('arn:aws:iam::111122223333:role/x')).capabilities![0]!.selectors).toBeUndefined();
  });
});

describe('a capability’s role that may do everything', () => {
  const found = (may: Json) => proven(ack({ may })).findings.map(({ rule, level }) => [rule, level]);

  test.each<[string, Json]>([
    ['every action', { Effect: 'Allow', Action: '*', Resource: '*' }],
    ['all of IAM', { Effect: 'Allow', Action: ['s3:GetObject', 'iam:*'], Resource: '*' }],
    ['all but some', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
  ])('is a warning: %s', (_, may) => expect(found(may)).toEqual([['capability-privileged', 'warning']]));

  test.each<[string, Json]>([
    ['all of a service', { Effect: 'Allow', Action: 's3:*', Resource: '*' }],
    ['all on one resource', { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::shop' }],
    ['a Deny', { Effect: 'Deny', Action: '*', Resource: '*' }],
  ])('is not: %s', (_, may) => expect(found(may)).toEqual([]));

  test('is one by AdministratorAccess', () => {
    const program = ack();
    program.resource.aws_iam_role_policy_attachment = {
      admin: { role: '${aws_iam_role.ack.name}', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    };
    expect(proven(program).findings).toMatchObject([{ rule: 'capability-privileged' }]);
  });
});
