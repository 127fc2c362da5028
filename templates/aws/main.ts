import { App } from 'cdktf';
import { addEks } from './eks';

// Stack traces in the output would name this machine's folders.
const app = new App({ stackTraces: false });
const needs = addEks(app);
app.synth();

for (const need of needs) console.error(`To deploy ${need}`);
