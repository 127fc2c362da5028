import fc from 'fast-check';
import { powersOf } from '../../../lib/proof/access-control/powers';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { runs } from '../iam/random-policies';
import { evaluationOf, powersIn } from './read-objects';
import { POWER_QUESTIONS, mayDo, powerfulAccess, saidOf } from './random-powers';

const numRuns = runs(150);

// `npm run test:real -- access-control` puts the same requests to the API server itself.
test('who may do what makes them a pod is decided as the API server decides it', () => {
  const answers = { yes: 0, no: 0, open: 0 };
  fc.assert(
    fc.property(powerfulAccess, (objects) => {
      const powers = powersIn(objects);
      for (const question of POWER_QUESTIONS) {
        const answer = saidOf(powers, question);
        answers[answer === null ? 'open' : answer ? 'yes' : 'no'] += 1;
        if (answer !== null) expect({ question, answer }).toEqual({ question, answer: mayDo(objects, question) });
      }
    }),
    { numRuns },
  );
  expect(answers.yes).toBeGreaterThan(numRuns);
  expect(answers.no).toBeGreaterThan(numRuns);
  expect(answers.open / (answers.yes + answers.no + answers.open)).toBeLessThan(0.3);
});

const UNKNOWN = symbolOf('var.x');

/** The same with a symbol in place of a word. */
function without<T>(value: T, word: string): T {
  if (typeof value === 'string') return (value === word ? UNKNOWN : value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => without(one, word)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, without(one, word)])) as T;
}

test('what is not known of RBAC turns no answer around', () => {
  const words = fc.constantFrom(
    ...['create', 'patch', 'get', 'impersonate', '*', 'apps', 'pods', 'pods/exec', 'deployments', 'nodes/proxy'],
    ...['serviceaccounts/token', 'mutatingwebhookconfigurations', 'backend', 'r0', 'r1', 'edit'],
  );
  let opened = 0;
  fc.assert(
    fc.property(powerfulAccess, words, (objects, word) => {
      const { model } = evaluationOf(objects);
      const { roles, namespacedRoles } = model.accessControl;
      // Whom a binding names is told as it is written: what roles say is what is asked here.
      const accessControl = {
        ...model.accessControl,
        ...without({ roles, namespacedRoles }, word),
      };
      const [known, unsure] = [powersOf(model), powersOf({ ...model, accessControl })];
      for (const question of POWER_QUESTIONS) {
        const answer = saidOf(unsure, question);
        const before = saidOf(known, question);
        if (answer === null) opened += before === null ? 0 : 1;
        else expect({ question, answer }).toEqual({ question, answer: mayDo(objects, question) });
      }
    }),
    { numRuns },
  );
  expect(opened).toBeGreaterThan(numRuns / 8);
});
