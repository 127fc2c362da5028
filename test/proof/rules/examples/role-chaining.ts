import { deployment, irsaAccount, irsaAllowing, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(irsaAllowing('sts:AssumeRole')), manifests(irsaAccount(), deployment())],
  good: [terraform(irsaAllowing('iam:GetRole')), manifests(irsaAccount(), deployment())],
};
