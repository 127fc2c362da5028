import fc from 'fast-check';

type Text = fc.Arbitrary<string>;

const quoted = (text: string): string => JSON.stringify(text).replace(/[$%]\{/g, (start) => start[0]! + start);
const oneOf = (...texts: readonly string[]): Text => fc.constantFrom(...texts);
const call = (name: string, ...args: readonly Text[]): Text =>
  fc.tuple(...args).map((all) => `${name}(${all.join(', ')})`);
const some = (item: Text, maximum = 3): Text =>
  fc.array(item, { minLength: 1, maxLength: maximum }).map((all) => all.join(', '));
const inList = (item: Text): Text => fc.array(item, { maxLength: 3 }).map((all) => `[${all.join(', ')}]`);

/** Texts in which something may go wrong. */
const WORDS = [
  ...['', 'a', 'b', 'a-b c', 'b a', 'a_b', 'Foo BAR', 'ABC', 'éa', '日本', 'ß', ' x ', 'a\nb', 'x\n', '\r\n'],
  ...['a/b/c', '/a/b/', '/', 'a//b', './x', 'https://x.y/z', 'arn:aws:iam::1:role/x', 'a.b', '*', "it's", 'a=b&c'],
  ...['0', '007', '1.5', '-3', '12abc', '0x1F', '1e3', 'ff', 'true', 'false', 'null', '%s', 'x,y,,z', ',', 'aXbXc'],
  ...['[1,2]', '{"a":1,"b":[1,"x"]}', '${x}', '%{if}'],
];
const YAML = [
  ...[
    'a: 1',
    '- a\n- b',
    'x',
    'null',
    'a: yes',
    'a: off',
    'a: 0x10',
    '[1, 2',
    'a: 1\nb: true\nc: ~',
    '007',
    '1.0',
    'y',
  ],
  ...[
    '2012-10-17',
    '2012-1-7',
    '2012-10-17T01:02:03Z',
    '2012-02-30',
    'a: &x 1\nb: *x',
    '"yes"',
    '',
    '# only this',
    '---',
  ],
];
const PATTERNS = ['a', '(.)/(.*)', '(?P<x>a)', '^[a-z]+$', '[0-9]+', 'a|b', '(a)|(b)', 'X', '\\d', 'x*', '', '(.)-(.)'];
const VERBS = [
  '%s-%s',
  '%d',
  '%5d|',
  '%-4s|',
  '%05d',
  '%.2f',
  '%x',
  '%q',
  '%v',
  '%t',
  '%%',
  '%[2]s',
  '%b',
  '%o',
  '%+d',
  '%s',
  '%3s',
  '%X',
];

const text = oneOf(...WORDS.map(quoted));
const number = oneOf(
  '0',
  '1',
  '2',
  '3',
  '-1',
  '-2',
  '2.5',
  '-0.5',
  '10',
  '16',
  '1e3',
  '0.1',
  '7',
  '100',
  '"2"',
  '"1.5"',
  '"x"',
);
const whole = oneOf('0', '1', '2', '3', '-1', '-2', '10', '"2"');
const truth = oneOf('true', 'false', '"true"', '"false"', '"1"', '"0"');
const plain = fc.oneof({ weight: 4, arbitrary: text }, number, truth);
const texts = inList(text);
const list = fc.oneof(texts, inList(number), inList(plain), call('toset', texts), call('tolist', inList(plain)));
const key = oneOf('a', 'b', 'c', '"x-y"', '"1"');
const map = fc
  .uniqueArray(fc.tuple(key, fc.oneof(plain, fc.constant('null'))), { maxLength: 3, selector: ([name]) => name })
  .map((all) => `{${all.map(([name, value]) => `${name} = ${value}`).join(', ')}}`);
const any = fc.oneof(plain, list, map);
const pattern = oneOf(...PATTERNS.map(quoted));
const written = oneOf(...VERBS.map(quoted));

const OF_TEXTS: readonly Text[] = [
  ...['chomp', 'lower', 'upper', 'title', 'strrev', 'trimspace', 'base64encode', 'urlencode', 'basename', 'dirname'],
  ...['md5', 'sha1', 'sha256', 'sha512', 'base64sha256', 'base64sha512', 'jsondecode', 'length'],
].map((name) => call(name, text));
const OF_TWO_TEXTS: readonly Text[] = [
  ...['endswith', 'startswith', 'strcontains', 'split', 'trim', 'trimprefix', 'trimsuffix'],
].map((name) => call(name, text, text));
const OF_NUMBERS: readonly Text[] = ['abs', 'ceil', 'floor', 'signum'].map((name) => call(name, number));
const OF_LISTS: readonly Text[] = [
  ...['compact', 'distinct', 'flatten', 'length', 'one', 'reverse', 'sort', 'sum', 'tolist', 'toset'],
].map((name) => call(name, list));

/** A call of one of the functions that are understood, of values in which something may go wrong. */
const calls: Text = fc.oneof(
  ...[...OF_TEXTS, ...OF_TWO_TEXTS, ...OF_NUMBERS, ...OF_LISTS],
  ...['max', 'min'].map((name) => call(name, some(number))),
  call('range', some(whole)),
  ...['alltrue', 'anytrue'].map((name) => call(name, inList(truth))),
  ...['setintersection', 'setunion'].map((name) => call(name, some(list))),
  ...['tobool', 'tonumber', 'tostring', 'jsonencode', 'can', 'length'].map((name) => call(name, any)),
  ...['keys', 'values', 'tomap'].map((name) => call(name, map)),
  call('parseint', text, oneOf('2', '8', '10', '16', '36', '62')),
  call('indent', oneOf('0', '2'), text),
  call('join', text, list),
  call('replace', text, text, text),
  call(
    'replace',
    text,
    pattern.map((one) => `"/${one.slice(1, -1)}/"`),
    oneOf('"$1"', '"$${2}"', '"<$0>"', '""', '"$2-$1"'),
  ),
  call('regex', pattern, text),
  call('regexall', pattern, text),
  call('substr', text, whole, whole),
  call('format', written, some(plain)),
  call('formatlist', written, some(fc.oneof(plain, texts))),
  call('base64decode', oneOf('"YQ=="', '"YQ"', '"!!"', '"w6k="', '""', '"_w=="')),
  call('yamldecode', oneOf(...YAML.map(quoted))),
  call('yamldecode', call('yamlencode', any)),
  call('chunklist', list, whole),
  call('coalesce', some(plain)),
  call('coalescelist', some(list)),
  call('concat', some(fc.oneof(texts, inList(plain)))),
  call('contains', list, plain),
  call('element', texts, whole),
  call('index', texts, text),
  call('slice', texts, whole, whole),
  call('lookup', map, oneOf('"a"', '"q"'), text),
  call('lookup', map, oneOf('"a"', '"b"')),
  call('matchkeys', texts, texts, texts),
  call('merge', some(map)),
  call('setproduct', texts, texts),
  call('setsubtract', list, list),
  call(
    'transpose',
    fc.tuple(texts, texts).map(([a, b]) => `{a = ${a}, b = ${b}}`),
  ),
  call('zipmap', texts, texts),
  call('try', some(fc.oneof(call('slice', texts, whole, whole), call('element', texts, whole), plain))),
);

const operations: Text = fc.oneof(
  fc.tuple(number, oneOf('+', '-', '*', '<', '<=', '>', '>='), number).map((parts) => parts.join(' ')),
  fc.tuple(whole, oneOf('/', '%'), oneOf('2', '4', '-2')).map((parts) => parts.join(' ')),
  fc.tuple(plain, oneOf('==', '!='), plain).map((parts) => parts.join(' ')),
  fc.tuple(truth, oneOf('&&', '||'), truth).map((parts) => parts.join(' ')),
  truth.map((one) => `!${one}`),
  fc.tuple(truth, plain, plain).map(([test, then, or]) => `${test} ? ${then} : ${or}`),
  plain.map((one) => `"x\${${one}}y"`),
  fc.tuple(list, oneOf('x', '"${x}!"', 'upper(x)')).map(([of, value]) => `[for x in ${of} : ${value}]`),
  fc
    .tuple(fc.oneof(texts, call('toset', texts), map), oneOf('', '...'))
    .map(([of, group]) => `{for k, x in ${of} : "${'${x}'}" => k${group}}`),
  fc
    .tuple(fc.oneof(texts, call('toset', texts), map), oneOf('k', '"${k}=${x}"'))
    .map(([of, value]) => `[for k, x in ${of} : ${value}]`),
  fc.tuple(texts, whole).map(([of, at]) => `${of}[${at}]`),
  fc.tuple(map, key).map(([of, name]) => `${of}[${name.startsWith('"') ? name : `"${name}"`}]`),
  fc
    .tuple(texts, truth)
    .map(([of, test]) => `"%{ for x in ${of} }<\${x}%{ if ${test} }!%{ else }?%{ endif }>%{ endfor }"`),
);

/** An expression of one line without a name, as Terraform and podtrust both understand it. */
export const randomCalls: Text = fc.oneof({ weight: 4, arbitrary: calls }, { weight: 1, arbitrary: operations });
