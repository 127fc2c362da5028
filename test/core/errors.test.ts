import * as fs from 'node:fs';
import * as path from 'node:path';
import { inspect } from 'node:util';
import { App, TerraformStack } from 'cdktf';
import { PodRole } from '../../lib/aws';
import { CODES, PodtrustError } from '../../lib/core';

const problem = { code: 'issuer-not-https', what: 'the issuer is http://a', remedy: 'Use https.' } as const;

test('an error ends with the page of its code, in the package as it was published', () => {
  const { message } = new PodtrustError(problem);
  expect(message.split('\n').at(-1)).toMatch(
    /^  see: https:\/\/unpkg\.com\/podtrust@\d+\.\d+\.\d+\/docs\/errors\.md#issuer-not-https$/,
  );
});

test('so does what is found at synth', () => {
  const stack = new TerraformStack(new App({ stackTraces: false }), 'stack');
  const role = new PodRole(stack, 'role', { trusts: [] });
  expect(role.node.validate()).toEqual([expect.stringMatching(/\n  see: .*\/errors\.md#trust-missing$/)]);
});

test('the page has a place for each code', () => {
  const page = fs.readFileSync(path.join(__dirname, '../../docs/errors.md'), 'utf8');
  expect(Object.keys(CODES).filter((code) => !page.includes(`<a id="${code}"></a>`))).toEqual([]);
});

test('an error that nobody catches is printed once, and its parts are read all the same', () => {
  const error = new PodtrustError({ code: 'name-invalid', where: 'shop', what: 'a name', why: 'No.', remedy: 'Yes.' });
  expect(inspect(error).match(/a name/g)).toHaveLength(1);
  expect(inspect(error)).toMatch(/code: 'name-invalid'/);
  expect([error.where, error.what, error.why, error.remedy]).toEqual(['shop', 'a name', 'No.', 'Yes.']);
});
