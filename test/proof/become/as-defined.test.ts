import fc from 'fast-check';
import { becoming, eksWith, evaluated } from './aws-program';
import { oracle, programOf, randomRoles } from './random-roles';

const RUNS = Number(process.env.PODTRUST_PROPERTY_RUNS ?? 200);

test('who becomes the pod is who does by every path of the definitions, on random roles', () => {
  fc.assert(
    fc.property(randomRoles, (roles) => {
      const { who } = becoming(evaluated(eksWith(programOf(roles))));
      const found = who
        .filter(({ kind }) => kind === 'identity')
        .map(({ who: name, becomes, uncertain }) => [
          name.replace('aws_iam_role.', ''),
          [becomes, uncertain === undefined ? 'certain' : 'perhaps'],
        ]);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(oracle(roles)));
    }),
    { numRuns: RUNS },
  );
});
