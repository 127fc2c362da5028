import { deployment, manifests, podIdentity, policyText, serviceAccount, terraform } from '../example';
import type { ExampleFile, RuleExample } from '../example';

/** An association whose session may do one thing in a bucket, in so many folders. */
const inFolders = (folders: number): ExampleFile =>
  terraform(
    podIdentity({
      association: {
        policy: policyText({
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: Array.from({ length: folders }, (_, folder) => `arn:aws:s3:::todo-attachments/folder-${folder}/*`),
        }),
      },
    }),
  );

export const example: RuleExample = {
  bad: [inFolders(50), manifests(serviceAccount(), deployment())],
  good: [inFolders(2), manifests(serviceAccount(), deployment())],
};
