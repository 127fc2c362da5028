import fc from 'fast-check';
import { prove } from '../../../../../lib/proof';
import type { Inventory } from '../../../../../lib/proof';
import { templateOf } from '../../../../../lib/proof/read/terraform/show/references';

// As loose as the JSON that Terraform prints.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

const ISSUER = 'aws_eks_cluster.main.identity[0].oidc[0].issuer';
const PROVIDER = 'aws_iam_openid_connect_provider.main';

/** An expression of a JSON configuration as Terraform prints it: the text, and each step of what it refers to. */
const expression = (text: Json, ...references: readonly string[]): Json => ({
  constant_value: text,
  references: references.flatMap((reference) => {
    const steps = reference.split(/(?=[.[])/);
    return steps.map((_, index) => steps.slice(0, steps.length - index).join('')).filter((name) => /[.[]/.test(name));
  }),
});

const trust = (subject: string, provider = `\${${PROVIDER}.arn}`, issuer = `\${replace(${ISSUER}, "https://", "")}`) =>
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"${provider}"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"${issuer}:sub":"${subject}","${issuer}:aud":"sts.amazonaws.com"}}}]}`;

interface PlannedRole {
  readonly trust: Json;
  /** What `count` or `for_each` tells its instances apart by. */
  readonly keys?: readonly (string | number)[];
  readonly over?: Json;
  /** The module it is in. */
  readonly module?: string;
}

/** The first plan of a cluster, its provider, and roles. */
function planOf(roles: Readonly<Record<string, PlannedRole>>, module: Json = {}): Inventory {
  const resources: Json[] = [];
  const changes: Json[] = [];
  const written: Json[] = [];
  const inModule: { resources: Json[]; written: Json[] } = { resources: [], written: [] };
  const add = (
    type: string,
    name: string,
    values: Json,
    unknown: Json,
    expressions: Json,
    role?: PlannedRole,
  ): void => {
    const local = `${type}.${name}`;
    for (const index of role?.keys ?? [undefined]) {
      const prefix = role?.module === undefined ? '' : `module.${role.module}.`;
      const address = `${prefix}${local}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`;
      const resource = { address, mode: 'managed', type, name, index, values };
      (role?.module === undefined ? resources : inModule.resources).push(resource);
      changes.push({ address, change: { actions: ['create'], after_unknown: unknown } });
    }
    const over = role?.over === undefined ? {} : { for_each_expression: role.over };
    (role?.module === undefined ? written : inModule.written).push({
      address: local,
      mode: 'managed',
      type,
      name,
      expressions,
      ...over,
    });
  };
  add('aws_eks_cluster', 'main', { name: 'main' }, { arn: true, identity: true }, { name: { constant_value: 'main' } });
  add(
    'aws_iam_openid_connect_provider',
    'main',
    { client_id_list: ['sts.amazonaws.com'] },
    { arn: true, url: true },
    { client_id_list: { constant_value: ['sts.amazonaws.com'] }, url: expression(`\${${ISSUER}}`, ISSUER) },
  );
  for (const [name, role] of Object.entries(roles)) {
    add('aws_iam_role', name, {}, { arn: true, assume_role_policy: true }, { assume_role_policy: role.trust }, role);
  }
  const shown = {
    format_version: '1.2',
    planned_values: {
      root_module: { resources, child_modules: [{ address: 'module.roles', resources: inModule.resources }] },
    },
    resource_changes: changes,
    configuration: {
      root_module: {
        resources: written,
        module_calls: { roles: { ...module, module: { ...module.module, resources: inModule.written } } },
      },
    },
  };
  return prove([{ file: 'plan.json', text: JSON.stringify(shown) }]);
}

const lines = ({ access, undecided }: Inventory): string[] => [
  ...access.map(({ namespace, serviceAccount, identity }) => `${namespace}/${serviceAccount} gets ${identity}`),
  ...undecided.map(({ about, because }) => `undecided: ${about}: ${because}`),
];

const known = [`${PROVIDER}.arn`, ISSUER];

describe('the first plan of a configuration in JSON', () => {
  test('is evaluated as the configuration is: the text around a reference is there', () => {
    const app = { trust: expression(trust('system:serviceaccount:todo:api'), ...known) };
    expect(lines(planOf({ app }))).toEqual(['todo/api gets aws_iam_role.app']);
  });

  test('tells the instances of a count or a for_each apart', () => {
    const counted = {
      keys: [0, 1],
      trust: expression(trust('system:serviceaccount:todo:api-${count.index}'), ...known, 'count.index'),
    };
    const keyed = {
      keys: ['mail', 'shop'],
      over: { constant_value: { mail: 'post', shop: 'sales' } },
      trust: expression(trust('system:serviceaccount:${each.value}:${each.key}'), ...known, 'each.key', 'each.value'),
    };
    const ofSet = {
      keys: ['x', 'y'],
      over: { constant_value: '${toset(["x", "y"])}' },
      trust: expression(trust('system:serviceaccount:todo:${each.value}'), ...known, 'each.value'),
    };
    expect(lines(planOf({ counted, keyed, ofSet }))).toEqual([
      'todo/api-0 gets aws_iam_role.counted[0]',
      'todo/api-1 gets aws_iam_role.counted[1]',
      'post/mail gets aws_iam_role.keyed["mail"]',
      'sales/shop gets aws_iam_role.keyed["shop"]',
      'todo/x gets aws_iam_role.ofSet["x"]',
      'todo/y gets aws_iam_role.ofSet["y"]',
    ]);
  });

  test('follows the arguments of a module', () => {
    const roles = {
      module: 'roles',
      trust: expression(
        trust('system:serviceaccount:todo:api', '${var.provider}', '${var.issuer}'),
        'var.provider',
        'var.issuer',
      ),
    };
    const call = {
      source: './roles',
      expressions: {
        provider: expression(`\${${PROVIDER}.arn}`, `${PROVIDER}.arn`),
        issuer: expression(`\${replace(${ISSUER}, "https://", "")}`, ISSUER),
      },
      module: { variables: { provider: {}, issuer: {} } },
    };
    expect(lines(planOf({ roles }, call))).toEqual(['todo/api gets module.roles.aws_iam_role.roles']);
  });

  test('is undecided where a local is in it, or what a for_each is over is not known', () => {
    const local = {
      trust: expression(
        trust('system:serviceaccount:todo:api', undefined, '${local.issuer}'),
        known[0]!,
        'local.issuer',
      ),
    };
    const keyed = {
      keys: ['mail'],
      over: expression('${local.all}', 'local.all'),
      trust: expression(trust('system:serviceaccount:${each.value.namespace}:app'), ...known, 'each.value.namespace'),
    };
    const because = (name: string): string =>
      `assume_role_policy is not known before apply, and a plan does not keep what ${name} is; the configuration tells, or the state once it is applied`;
    expect(lines(planOf({ local, keyed }))).toEqual([
      `undecided: aws_iam_role.keyed["mail"]: ${because('each.value.namespace')}`,
      `undecided: aws_iam_role.local: ${because('local.issuer')}`,
    ]);
  });

  test('says it where a part of a text cannot be evaluated', () => {
    const app = {
      trust: expression(trust('system:serviceaccount:todo:${file("name")}'), ...known),
    };
    expect(lines(planOf({ app }))).toEqual([
      'todo/${file("name")} gets aws_iam_role.app',
      'undecided: aws_iam_role.app: ${file("name")} in an admitted subject is not known before apply',
    ]);
  });
});

describe('a template in a plan', () => {
  test('is told from a constant, whatever the texts', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
    const text = fc.string().map((any) => any.replace(/[${%]/g, ''));
    fc.assert(
      fc.property(name, name, text, text, (type, own, before, after) => {
        const reference = `${type}.${own}.arn`;
        const references = [reference, `${type}.${own}`];
        const template = `${before}\${${reference}}${after}`;
        // THEN what refers to something is itself, at any depth
        expect(templateOf({ constant_value: template, references })).toBe(template);
        expect(templateOf({ constant_value: { a: [template] }, references })).toEqual({ a: [template] });
        // AND neither what refers to nothing, nor what Terraform has evaluated, nor what it has not kept, is one
        expect(templateOf({ constant_value: template })).toBeUndefined();
        expect(templateOf({ constant_value: `${before}${after}`, references })).toBeUndefined();
        expect(templateOf({ references })).toBeUndefined();
      }),
    );
    const older = { constant_value: '${x.y.0.arn}', references: ['x.y[0].arn', 'x.y[0]', 'x.y'] };
    expect(templateOf(older)).toBe(older.constant_value);
    expect(templateOf({ constant_value: '${lit}', references: ['terraform_data.a.id'] })).toBeUndefined();
  });

  test('of a hundred thousand characters is found in no time', () => {
    const started = process.hrtime.bigint();
    for (const part of ['a', 'a.', 'a[', '"', '${', 'x.y[0]', '\\']) {
      templateOf({ constant_value: `\${${part.repeat(100_000 / part.length)}`, references: ['x.y[0].z'] });
    }
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(20_000);
  });
});
