import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { prove } from '../../../lib/proof';

const URL = 'https://token.actions.githubusercontent.com';
const ARN = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';

const registered = (name: string, more = ''): string =>
  `resource "aws_iam_openid_connect_provider" "${name}" {\n  url = "${URL}"\n  client_id_list = ["sts.amazonaws.com"]\n  ${more}\n}\n`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'podtrust-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** Who is found to register the issuer once more. */
function duplicates(files: Readonly<Record<string, string>>, ...paths: string[]): string[] {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), content);
  }
  const { findings } = prove(paths.map((path) => join(directory, path)));
  return findings.filter(({ rule }) => rule === 'oidc-provider-duplicate').map(({ subject }) => subject);
}

/** The provider as `terraform show -json` has it: of a state its `values`, of a plan its `planned_values`. */
const shown = (values: string): string =>
  JSON.stringify({
    format_version: '1.0',
    [values]: {
      root_module: {
        resources: [
          {
            address: 'aws_iam_openid_connect_provider.ci',
            mode: 'managed',
            type: 'aws_iam_openid_connect_provider',
            name: 'ci',
            values: { arn: ARN, id: ARN, url: URL.replace('https://', ''), client_id_list: ['sts.amazonaws.com'] },
          },
        ],
      },
    },
  });

describe('an issuer that is registered twice', () => {
  test('GIVEN a module that gets the provider THEN it registers in the same account, however it gets it', () => {
    // GIVEN
    const files = {
      'main.tf': `provider "aws" {}
        ${registered('ci')}
        module "same" { source = "./m" }
        module "handed" {
          source = "./m"
          providers = { aws = aws }
        }`,
      'm/main.tf': registered('ci'),
    };

    // THEN
    expect(duplicates(files, 'main.tf')).toEqual([
      'module.handed.aws_iam_openid_connect_provider.ci',
      'module.same.aws_iam_openid_connect_provider.ci',
    ]);
  });

  test('GIVEN a provider that differs in its region alone THEN the account is the same', () => {
    const files = {
      'main.tf': `provider "aws" {}
        provider "aws" {
          alias  = "north"
          region = "eu-north-1"
        }
        ${registered('ci')}
        ${registered('north', 'provider = aws.north')}`,
    };
    expect(duplicates(files, 'main.tf')).toEqual(['aws_iam_openid_connect_provider.north']);
  });

  test('GIVEN a provider with other credentials THEN that may well be another account', () => {
    // GIVEN one in the module, one that the module is handed, one that the resource names
    const files = {
      'main.tf': `provider "aws" {}
        provider "aws" {
          alias   = "audit"
          profile = "audit"
        }
        ${registered('ci')}
        ${registered('audit', 'provider = aws.audit')}
        module "own" { source = "./own" }`,
      'own/main.tf': `provider "aws" { profile = "own" }\n${registered('ci')}`,
    };

    // THEN
    expect(duplicates(files, 'main.tf')).toEqual([]);
  });

  test('GIVEN a provider with for_each THEN each key may be another account', () => {
    // GIVEN
    const files = {
      'main.tf': `provider "aws" {
          alias = "by_account"
          for_each = toset(["a", "b"])
        }
        ${registered('ci', 'for_each = toset(["a", "b"])\n  provider = aws.by_account[each.key]')}`,
    };

    // THEN
    expect(duplicates(files, 'main.tf')).toEqual([]);
  });

  test('GIVEN a configuration, a plan and the state of it THEN they show one and the same', () => {
    // GIVEN
    const files = {
      'main.tf': `provider "aws" { allowed_account_ids = ["111122223333"] }\n${registered('ci')}`,
      'state.json': shown('values'),
      'plan.json': shown('planned_values'),
    };

    // THEN
    expect(duplicates(files, 'main.tf', 'plan.json', 'state.json')).toEqual([]);
  });

  test('GIVEN data sources of it and an ARN written out THEN these only refer to it', () => {
    // GIVEN
    const files = {
      'main.tf': `provider "aws" {}
        data "aws_iam_openid_connect_provider" "one" { url = "${URL}" }
        data "aws_iam_openid_connect_provider" "other" { url = "${URL}" }
        resource "aws_iam_role" "app" {
          name = "app"
          assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
            Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "${ARN}" }
          }] })
        }`,
    };

    // THEN
    expect(duplicates(files, 'main.tf')).toEqual([]);
  });
});
