import fc from 'fast-check';
import { powersIn } from './read-objects';
import { POWER_QUESTIONS, mayDo, powerfulAccess, saidOf } from './random-powers';

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
    { numRuns: 150 },
  );
  expect(answers.yes).toBeGreaterThan(150);
  expect(answers.no).toBeGreaterThan(150);
  expect(answers.open / (answers.yes + answers.no + answers.open)).toBeLessThan(0.3);
});
