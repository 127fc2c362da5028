import { chainedProfile } from '../../../lib/aws';
import { codeOf } from '../code-of';

const options = {
  roleArn: 'arn:aws:iam::111122223333:role/api',
  targetRoleArn: 'arn:aws:iam::444455556666:role/archive',
  region: 'eu-west-1',
};

test('an SDK is told of the token’s role and of the one behind it', () => {
  expect(chainedProfile({ ...options, externalId: 'shop' })).toBe(`[profile target]
role_arn = arn:aws:iam::444455556666:role/archive
source_profile = target-source
external_id = shop
region = eu-west-1
sts_regional_endpoints = regional

[profile target-source]
role_arn = arn:aws:iam::111122223333:role/api
web_identity_token_file = /var/run/secrets/eks.amazonaws.com/serviceaccount/token
region = eu-west-1
sts_regional_endpoints = regional
`);
});

test('what is no role, and a profile that no variable can name, are refused', () => {
  expect(codeOf(() => chainedProfile({ ...options, targetRoleArn: 'archive' }))).toBe('role-arn-malformed');
  expect(codeOf(() => chainedProfile({ ...options, profile: 'a b' }))).toBe('name-invalid');
  // A line of its own in the file would be a setting of its own.
  expect(codeOf(() => chainedProfile({ ...options, externalId: 'a\nrole_arn = b' }))).toBe('external-id-invalid');
  expect(codeOf(() => chainedProfile({ ...options, region: 'eu-west-1\nx = y' }))).toBe('region-invalid');
});
