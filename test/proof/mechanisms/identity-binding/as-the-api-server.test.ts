import fc from 'fast-check';
import { allowed } from './access-control-oracle';
import { QUESTIONS, accessControl, proven } from './random-access-control';

// `npm run test:real -- access-control` puts the same questions to the API server itself.
test('who may use a bound identity is decided as the API server decides it', () => {
  const answers = { yes: 0, no: 0, open: 0 };
  fc.assert(
    fc.property(accessControl, (objects) => {
      const found = proven(objects);
      const wanted = QUESTIONS.map((question) => allowed(objects, question));
      found.forEach((answer, index) => {
        answers[answer === null ? 'open' : answer ? 'yes' : 'no'] += 1;
        // What is not decided is no promise; see below for how often that is.
        if (answer !== null)
          expect({ question: QUESTIONS[index], answer }).toEqual({ question: QUESTIONS[index], answer: wanted[index] });
      });
    }),
    { numRuns: 200 },
  );
  expect(answers.yes).toBeGreaterThan(150);
  expect(answers.no).toBeGreaterThan(150);
  // Roles that were not read, and selectors that choose none of those that were.
  expect(answers.open / (answers.yes + answers.no + answers.open)).toBeLessThan(0.25);
});
