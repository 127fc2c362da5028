import { EksNetwork, PodRole, irsa } from '../../lib/aws';
import { checkTags } from '../../lib/aws/tags';
import { awsStack, cluster, codeOf } from './synthesized';

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, 'a']));

describe('tags', () => {
  test.each<[string, Record<string, string>]>([
    ['fifty', many(50)],
    ['letters of any language, spaces and _ . : / = + - @', { 'Größe 1': 'a_b.c:d/e=f+g-h@i' }],
    ['an empty value', { team: '' }],
    ['the longest', { ['k'.repeat(128)]: 'v'.repeat(256) }],
    ['tokens', { '${var.key}': '${var.value}', team: `\${${'x'.repeat(300)}}` }],
  ])('%s are accepted', (_, tags) => {
    expect(codeOf(() => checkTags(tags, 'here'))).toBeUndefined();
  });

  test.each<[string, Record<string, string>, string]>([
    ['fifty-one', many(51), '51 tags'],
    ['with a key that AWS keeps', { 'AWS:team': 'a' }, 'AWS’ own'],
    ['with an empty key', { '': 'a' }, '1 to 128'],
    ['with a key of 129 characters', { ['k'.repeat(129)]: 'a' }, '1 to 128'],
    ['with a value of 257 characters', { team: 'v'.repeat(257) }, '256 characters'],
    ['with other characters', { team: 'a*b' }, 'letters, digits'],
    ['with a key twice in other letters', { Team: 'a', team: 'b' }, '"Team" and "team"'],
  ])('%s are refused', (_, tags, said) => {
    const make = () => checkTags(tags, 'here');
    expect(codeOf(make)).toBe('tags-invalid');
    expect(make).toThrow(said);
  });

  test('of a role and of a network are looked at', () => {
    const stack = awsStack();
    const trusts = [irsa({ cluster: cluster(stack), serviceAccount: { namespace: 'shop', name: 'api' } })];
    const tags = { 'aws:team': 'shop' };
    expect(codeOf(() => new PodRole(stack, 'role', { trusts, tags }))).toBe('tags-invalid');
    expect(codeOf(() => new EksNetwork(stack, 'network', { region: 'eu-west-1', tags }))).toBe('tags-invalid');
  });
});
