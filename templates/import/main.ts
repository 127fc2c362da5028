import { App } from 'cdktf';
import { MODE } from './access';
import { addMove } from './move';

// Stack traces in the output would name this machine's folders.
const app = new App({ stackTraces: false });
const needs = addMove(app, {
  mode: MODE,
  // What is deployed, and what this program makes. One line a deployment, and each can be taken back:
  //   1. deployed: 'pod-identity', step: 'beside'       the cluster's issuer and workload identity are on
  //   2. deployed: 'beside',       step: 'credentials'  identities trust the accounts, which are annotated
  //   3. deployed: 'credentials',  step: 'switched'     pods have the accounts; remaining: ['namespace/account'] stay as they are
  //   4. deployed: 'switched',     step: 'left'         AAD Pod Identity is gone
  deployed: 'pod-identity',
  step: 'beside',
});
app.synth();

for (const need of needs) console.error(`To deploy: ${need}`);
