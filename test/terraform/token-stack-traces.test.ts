import { Fn, TerraformOutput, TerraformStack, Testing, Tokenization } from 'cdktf';
import { withoutTokenStackTraces } from '../../lib/terraform';

/** Lines of the stack trace that a token in a string carries. */
const traceOf = (text: string) =>
  (Tokenization.reverseString(text).tokens[0] as unknown as { creationStack: string[] }).creationStack.length;

test('tokens made inside have no stack trace, those made outside have one', () => {
  expect(traceOf(withoutTokenStackTraces(() => Fn.upper('a')))).toBe(0);
  expect(traceOf(Fn.upper('b'))).toBeGreaterThan(0);
});

test('what is synthesized is the same with and without', () => {
  const synthesized = () => {
    const stack = new TerraformStack(Testing.app(), 's');
    new TerraformOutput(stack, 'o', { value: Fn.upper('a') });
    return Testing.synth(stack);
  };
  expect(withoutTokenStackTraces(synthesized)).toBe(synthesized());
});

test('a real error keeps its stack, inside and after', () => {
  const inside = withoutTokenStackTraces(() => new Error('broken').stack);
  expect(inside).toMatch(/^Error: broken\n {4}at .*token-stack-traces\.test/);
  expect(new Error('later').stack).toContain('token-stack-traces.test');
});
