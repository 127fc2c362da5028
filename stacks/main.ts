import { App } from 'cdktf';
import { withoutTokenStackTraces } from '../lib/terraform';
import { explained } from './explained';
import { makeProgram } from './program';
import { loadSettings } from './settings/load-settings';

// Stack traces in the manifest would name this machine's folders.
explained(() => {
  const app = new App({ stackTraces: false });
  makeProgram(app, loadSettings());
  withoutTokenStackTraces(() => app.synth());
});
