import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { type TerraformElement, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import * as aws from '../../lib/aws';
import * as azure from '../../lib/azure';
import { ClusterIdentities } from '../../lib/azure/cluster/identities/cluster-identities';
import { PodtrustError } from '../../lib/core';
import * as kubernetes from '../../lib/kubernetes';
import { StackOutputs, checkedId, useStateBackend } from '../../lib/terraform';

type Made = new (scope: IConstruct, id: string, props: object) => Construct;

/** Those for a chart, where cdk8s says what an id may be. */
const OF_CHARTS: readonly unknown[] = [
  kubernetes.AadPodIdentity,
  kubernetes.AadPodIdentityDefinitions,
  kubernetes.AadPodIdentityDemo,
  kubernetes.AzureIdentity,
  kubernetes.AzureIdentityBinding,
  kubernetes.AzurePodIdentityException,
  kubernetes.BindingCanary,
  kubernetes.BoundServiceAccount,
  kubernetes.HostNetworkPolicy,
  kubernetes.MetadataNetworkPolicy,
  kubernetes.MovedWorkload,
  kubernetes.NetRawConstraint,
  kubernetes.SecurityGroupPolicy,
];

/** Every construct for a Terraform stack. */
const CONSTRUCTS = [...Object.values({ ...aws, ...azure, ...kubernetes }), ClusterIdentities]
  .filter(
    (one): one is typeof one & Made =>
      typeof one === 'function' &&
      [Construct.prototype, azure.EntraIdentity.prototype, azure.EntraIdentities.prototype].includes(
        Object.getPrototypeOf(one.prototype ?? {}),
      ),
  )
  // What kinds of identities have in common is none by itself.
  .filter((one) => ![azure.EntraIdentity, azure.EntraIdentities].includes(one as never))
  .filter((one) => !OF_CHARTS.includes(one))
  .map((one) => ({ name: one.name, make: one as unknown as Made }));

function newStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'shop');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  return stack;
}
function errorOf(run: () => unknown): PodtrustError {
  try {
    run();
  } catch (error) {
    if (PodtrustError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
const role = (scope: Construct, id: string) => new aws.PodRole(scope, id, {});
/** Azure has the name of an identity once in a group, whatever the ids of the constructs. */
let identities = 0;
const identity = (scope: Construct, id: string) =>
  new azure.PodManagedIdentity(scope, id, {
    name: `api-${(identities += 1)}`,
    resourceGroupName: 'rg',
    location: 'westeurope',
    tenantId: '22222222-2222-2222-2222-222222222222',
  });
const CLOUDS = [
  { cloud: 'AWS', make: role },
  { cloud: 'Azure', make: identity },
];

/** The Terraform names of all that a construct makes. */
const namesOf = (construct: Construct) =>
  construct.node
    .findAll()
    .filter((one) => 'friendlyUniqueId' in one)
    .map((one) => (one as TerraformElement).friendlyUniqueId);

test('both clouds’ constructs are among those that are tried', () => {
  expect(CONSTRUCTS.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'EksCluster',
      'EksNetwork',
      'PodRole',
      'AksCluster',
      'AksNetwork',
      'PodManagedIdentity',
      'PodApplication',
    ]),
  );
});

describe.each(CONSTRUCTS)('$name', ({ make }) => {
  test('is refused the id that cdktf keeps for the state backend, with what to do', () => {
    const stack = newStack();
    const error = errorOf(() => new make(stack, 'backend', {}));
    expect(error).toMatchObject({ code: 'construct-id-invalid', where: 'shop' });
    expect(error.message).toMatch(/id "backend"[^]*state backend[^]*fix: .*"backend-role"/);
    expect(stack.node.tryFindChild('backend')).toBeUndefined();
  });

  test.each([
    ['an empty id', ''],
    ['a blank id', '  '],
    ['an id of a line break', '\n'],
    ['an id that every object has', 'constructor'],
    ['an id that begins with a slash', '/api'],
    ['an id that cdktf keeps for what stacks read', 'cross-stack-reference-input-other'],
    ['no id', undefined as unknown as string],
    ['an id that begins with a digit', '2nd'],
    ['an id that begins with a hyphen', '-api'],
    ['an id that is taken', 'aws'],
  ])('is refused %s', (_, id) => {
    expect(errorOf(() => new make(newStack(), id, {})).code).toBe('construct-id-invalid');
  });

  test('is refused a token as its id', () => {
    const stack = newStack();
    const name = new TerraformVariable(stack, 'name', {}).stringValue;
    expect(errorOf(() => new make(stack, `api-${name}`, {})).what).toContain('token');
  });
});

describe.each(CLOUDS)('an identity of $cloud', ({ make }) => {
  test('may be called backend inside another construct', () => {
    const stack = newStack();
    const backend = make(new Construct(stack, 'todo'), 'backend');
    expect(backend.node.path).toBe('shop/todo/backend');
    expect(() => stack.prepareStack()).not.toThrow();
  });

  test('has the id backend refused of a construct around it, which cdktf would fail on when it synthesizes', () => {
    const around = new Construct(newStack(), 'backend');
    const error = errorOf(() => make(new Construct(around, 'todo'), 'api'));
    expect(error).toMatchObject({ code: 'construct-id-invalid', where: 'shop/backend/todo' });
    expect(error.what).toBe('the construct around "api" has the id "backend"');
  });

  test('has the id backend refused also where the stack has its backend', () => {
    const stack = newStack();
    useStateBackend(stack);
    expect(errorOf(() => make(stack, 'backend')).what).toContain('"backend"');
  });

  test.each(['the api', 'shop/api', 'größe', 'α', '_api', 'Backend', 'Default'])(
    'may have the id %p, and gets names that Terraform accepts',
    (id) => {
      const names = namesOf(make(newStack(), id));
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(name).toMatch(/^[A-Za-z_][\w-]*$/);
    },
  );

  test('may begin with a digit inside another construct, whose id the names begin with', () => {
    const stack = newStack();
    expect(namesOf(make(new Construct(stack, 'todo'), '2nd'))[0]).toMatch(/^todo_2nd_/);
    expect(errorOf(() => make(new Construct(stack, 'Default'), '2nd')).what).toContain('begin with "2"');
  });

  test('may begin with a digit in a stack that makes its own names', () => {
    class Prefixed extends TerraformStack {
      protected override allocateLogicalId(element: TerraformElement): string {
        return `n-${super.allocateLogicalId(element)}`;
      }
    }
    expect(namesOf(make(new Prefixed(Testing.app(), 's'), '2nd'))[0]).toMatch(/^n-2nd_/);
  });

  test('says what has the id already', () => {
    const stack = newStack();
    make(stack, 'api');
    expect(errorOf(() => make(stack, 'api')).what).toMatch(/^the id "api" is taken by a Pod(Role|ManagedIdentity)$/);
  });
});

describe.each(CLOUDS)('the names of two identities of $cloud', ({ make }) => {
  /** Whether the two have no Terraform name in common. */
  const apart = (one: Construct, other: Construct) => {
    const names = new Set(namesOf(one));
    return names.size > 0 && !namesOf(other).some((name) => names.has(name));
  };

  test.each([
    ['the api', 'theapi'],
    ['größe', 'gre'],
    ['a.b', 'ab'],
    ['Api', 'api'],
    [`${'x'.repeat(400)}-1`, `${'x'.repeat(400)}-2`],
  ])('differ though Terraform’s names leave out what their ids differ by', (id, other) => {
    const stack = newStack();
    expect(apart(make(stack, id), make(stack, other))).toBe(true);
  });

  test('are one where a slash stands for two hyphens, which is refused', () => {
    const stack = newStack();
    make(stack, 'a/b');
    expect(errorOf(() => make(stack, 'a--b')).what).toContain('is taken by');
  });

  test('would be one where their paths differ by Default alone, which is refused', () => {
    const stack = newStack();
    const todo = new Construct(stack, 'todo');
    const inner = new Construct(todo, 'Default');
    make(inner, 'api');
    expect(errorOf(() => make(todo, 'api'))).toMatchObject({
      code: 'construct-id-invalid',
      what: 'the constructs "todo/Default/api" and "todo/api" would have the same Terraform names',
    });
    expect(() => make(todo, 'worker')).not.toThrow();
  });
});

describe('an id that is given to a method', () => {
  const cluster = (stack: TerraformStack) =>
    new aws.EksCluster(stack, 'eks', {
      name: 'shop',
      region: 'eu-west-1',
      network: { subnetIds: ['subnet-1', 'subnet-2'] },
    });
  const admin = { principalArn: 'arn:aws:iam::111122223333:role/admin', policy: 'AmazonEKSViewPolicy' } as const;

  test.each(['', ' ', 'logs', 'constructor'])('of an access entry cannot be %p', (id) => {
    const eks = cluster(newStack());
    expect(errorOf(() => eks.addAccessEntry(id, admin)).code).toBe('construct-id-invalid');
  });

  test('of an access entry is one of its cluster', () => {
    const eks = cluster(newStack());
    eks.addAccessEntry('people', admin);
    expect(errorOf(() => eks.addAccessEntry('people', admin))).toMatchObject({
      code: 'construct-id-invalid',
      where: 'shop/eks',
    });
  });

  test('an add-on that the cluster has already is refused', () => {
    const eks = cluster(newStack());
    eks.addAddon('aws-ebs-csi-driver');
    expect(errorOf(() => eks.addAddon('aws-ebs-csi-driver')).what).toBe(
      'the cluster has the add-on aws-ebs-csi-driver already',
    );
  });

  test.each(['', ' ', 'Resource', 'toString'])('of a grant on Azure cannot be %p', (id) => {
    const scope = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg';
    const made = identity(newStack(), 'api');
    expect(errorOf(() => made.addGrant(azure.roleGrant({ role: 'Reader', scope, id }))).code).toBe(
      'construct-id-invalid',
    );
  });

  test('a network’s endpoint that is named twice is made once', () => {
    const network = new aws.EksNetwork(newStack(), 'network', {
      region: 'eu-west-1',
      gatewayEndpoints: ['s3', 's3'],
      interfaceEndpoints: ['sts', 'sts'],
    });
    expect(network.endpoints).toHaveLength(2);
  });
});

describe('the name of an output', () => {
  test.each(['backend', 'api', 'toString'])('cannot be the id of something else: %s', (name) => {
    const stack = newStack();
    const { arn } = role(stack, 'api');
    expect(errorOf(() => StackOutputs.of(stack).expose(name, arn)).code).toBe('construct-id-invalid');
  });

  test.each(['', '1st', 'role arn', '-'])('cannot be one that Terraform refuses: %p', (name) => {
    const stack = newStack();
    const { arn } = role(stack, 'api');
    expect(errorOf(() => StackOutputs.of(stack).expose(name, arn))).toMatchObject({
      code: 'output-name-invalid',
      where: 'shop',
    });
  });
});

describe('the state backend of a stack', () => {
  test('is refused where something else has its id', () => {
    const stack = newStack();
    new Construct(stack, 'backend');
    expect(errorOf(() => useStateBackend(stack))).toMatchObject({
      code: 'construct-id-invalid',
      where: 'shop',
      what: 'the id "backend" is taken by a Construct',
    });
  });

  test('is refused a second time', () => {
    const stack = newStack();
    useStateBackend(stack);
    expect(errorOf(() => useStateBackend(stack)).what).toBe('the id "backend" is taken by a LocalBackend');
  });
});

test('without a stack around it, an id is held against its scope alone', () => {
  expect(checkedId(Testing.app(), 'backend')).toBe('backend');
});
