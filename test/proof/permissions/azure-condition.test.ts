import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { conditionHolds } from '../../../lib/proof/permissions/azure-condition';

const READ = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';
const IS = `ActionMatches{'${READ}'}`;
const IS_NOT = "ActionMatches{'Microsoft.Storage/*/write'}";
const OPEN = "@Resource[Microsoft.Storage/storageAccounts:name] StringEquals 'and'";
const UNKNOWN = { why: 'it depends on its condition' };

test.each<[string, boolean]>([
  [IS, true],
  [IS_NOT, false],
  [`\n  ${IS}\n`, true],
  [`actionmatches { '${READ.toUpperCase()}' }`, true],
  ["ActionMatches{'Microsoft.Storage/*/read'}", true],
  [`!(${IS})`, false],
  [`not ${IS}`, false],
  [`NOT NOT ${IS}`, true],
  [`${IS} && ${IS_NOT}`, false],
  [`${IS} AND ${IS} and ${IS}`, true],
  [`${IS_NOT} || ${IS}`, true],
  [`${IS_NOT} OR ${IS_NOT} or ${IS_NOT}`, false],
  [`(${IS_NOT} AND ${OPEN}) OR (${IS} AND (${IS}))`, true],
  [`${IS} OR ${OPEN}`, true],
  [`${OPEN} AND ${IS_NOT}`, false],
  [`${IS} OR ${OPEN} OR SubOperationMatches{'Blob.List'}`, true],
  // Words that begin or end as an operator are none.
  [`${IS} OR android StringEquals vendor`, true],
  [`${IS} OR brand StringEquals order`, true],
  [`${IS} OR nothing StringEquals knot`, true],
])('%j holds for certain, or does not', (condition, holds) => expect(conditionHolds(condition, READ)).toBe(holds));

test.each([
  OPEN,
  `${IS} AND ${OPEN}`,
  // Which of the two goes first is not said.
  `${IS} OR ${IS} AND ${IS}`,
  `${IS} AND ${IS} OR ${IS}`,
  // And what is written wrongly is not understood.
  `(${IS}`,
  `${IS})`,
  `(${IS} ${IS}`,
  `${IS} ${IS}`,
  `${IS} OR`,
  `${IS} OR ()`,
  `${IS} OR )`,
  `${IS} OR name (${IS})`,
  `${IS} OR (name (${IS})`,
  `${IS} OR 'unfinished`,
  `${IS_NOT} orders ${IS}`,
  `${IS_NOT} for ${IS}`,
  `${IS} android ${IS}`,
  `${IS} band ${IS}`,
  `nothing ${IS}`,
  `knot ${IS}`,
  '',
])('%j is not known', (condition) => expect(conditionHolds(condition, READ)).toEqual(UNKNOWN));

test('one that is not known is told apart', () =>
  expect(conditionHolds(symbolOf('var.condition'), READ)).toEqual({ why: 'its condition is not known before apply' }));
