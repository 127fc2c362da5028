import fc from 'fast-check';
import { truthForHostNetwork } from '../../../../lib/proof/read/kubernetes/objects/cel-truth';

describe('for every pod with hostNetwork', () => {
  test.each([
    '!has(object.spec.hostNetwork) || object.spec.hostNetwork == false',
    '!has(object.spec.hostNetwork)||!object.spec.hostNetwork',
    '!(has(object.spec.hostNetwork) && object.spec.hostNetwork)',
    'has( object.spec.hostNetwork ) ? object.spec.hostNetwork != true : true',
    '!object.spec.?hostNetwork.orValue(false)',
    'object.spec.?hostNetwork.orValue(false) == false',
    '(!has(object.spec.hostNetwork) || !object.spec.hostNetwork) && (!has(object.spec.hostPID) || !object.spec.hostPID)',
    "object.spec.containers.all(c, c.name != ')') && !object.spec.hostNetwork",
    '!!!object.spec.hostNetwork',
    'false',
  ])('%s is false', (expression) => {
    expect(truthForHostNetwork(expression)).toBe(false);
  });

  test.each(['true', 'has(object.spec.hostNetwork)', 'object.spec.hostNetwork || object.spec.hostPID'])(
    '%s is true',
    (expression) => {
      expect(truthForHostNetwork(expression)).toBe(true);
    },
  );

  test.each([
    '',
    'object.spec.hostPID',
    '!has(object.spec.hostNetwork) || object.metadata.name == "agent"',
    '!object.spec.hostNetwork || request.userInfo.username.startsWith("system:")',
    'object.spec.hostNetwork == object.spec.hostPID',
    'object.spec.hostPID ? !object.spec.hostNetwork : !object.spec.hostNetwork',
    'size(object.spec.containers) > 1 && !object.spec.hostNetwork',
    '!object.spec.hostNetwork && (',
    '!object.spec.hostNetwork )',
    '&& !object.spec.hostNetwork',
    '!object.spec.hostNetwork "',
    'has(oldObject.spec.hostNetwork) && false == true ? 1',
    `${'('.repeat(200)}false${')'.repeat(200)}`,
    `false && ${'x'.repeat(20_000)}`,
  ])('nothing is said of %p', (expression) => {
    expect(truthForHostNetwork(expression)).toBeUndefined();
  });

  // JavaScript has the same operators for these two truth values, and the same precedence.
  test('operators are those of JavaScript, where each part is known', () => {
    const part = fc.constantFrom('true', 'false', 'has(object.spec.hostNetwork)', 'object.spec.hostNetwork');
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 5 },
        part,
        tie('expression').map((one) => `!(${one})`),
        fc
          .tuple(tie('expression'), fc.constantFrom('&&', '||', '==', '!='), tie('expression'))
          .map(([one, operator, other]) => `(${one}) ${operator} (${other})`),
        fc
          .tuple(part, fc.constantFrom('&&', '||'), part, fc.constantFrom('&&', '||'), part)
          .map((all) => all.join(' ')),
        fc.tuple(part, tie('expression'), tie('expression')).map(([a, b, c]) => `${a} ? (${b}) : (${c})`),
      ),
    }));
    fc.assert(
      fc.property(expression, (text) => {
        const script = text.replace(/has\(object\.spec\.hostNetwork\)|object\.spec\.hostNetwork/g, 'true');

        expect(truthForHostNetwork(text)).toBe(new Function(`return ${script}`)());
      }),
    );
  });

  test('a part that is not known never turns an answer that was not there without it', () => {
    const known = fc.constantFrom('true', 'false', '!object.spec.hostNetwork');
    fc.assert(
      fc.property(known, fc.constantFrom('&&', '||'), fc.boolean(), (one, operator, value) => {
        const open = truthForHostNetwork(`${one} ${operator} object.spec.hostPID`);
        if (open !== undefined) expect(truthForHostNetwork(`${one} ${operator} ${value}`)).toBe(open);
      }),
    );
  });
});
