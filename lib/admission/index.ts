export { PodtrustError } from '../core/errors';
export * from './admission';
export * from './admit-azure';
export * from './admit-eks';
export * from './azure-settings';
export * from './custom-token-endpoint';
export * from './eks-settings';
export * from './pod-template';
export * from './received-token';
