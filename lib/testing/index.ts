export { access } from './access';
export type { AccessLine } from './access';
export { matchers } from './matchers';
