export { PodtrustError } from '../core/errors';
export type { Answer } from './ask/answer';
export { ask, askAll } from './ask/ask';
export type { Act } from './access-control/acts';
export { whoCanBecome } from './ask/who-can-become';
export type { BecomingQuery } from './ask/who-can-become';
export type { Becoming, BecomingStep, BecomingWay } from './become/becoming';
export type { ActionQuery, PodIdentityQuery, Query, SubjectQuery, TokenQuery } from './ask/query';
export type { AccessMechanism } from './mechanisms/trust';
export type { InMemoryDocument } from './input';
export type { Access, Inventory, InventoryCluster, InventoryIdentity } from './inventory';
export type { InventoryBecoming, InventoryIdentityBecoming } from './inventory-becoming';
export type { InventoryNodes, InventoryRefusal } from './inventory-nodes';
export type {
  InventoryCondition,
  InventoryOpenPolicy,
  InventoryPolicy,
  InventoryStatement,
  InventoryUnread,
} from './inventory-policies';
export type { Cloud } from './model/cluster/cluster';
export type { IdentityKind } from './model/identity/identity';
export type { Permission } from './model/identity/permission';
export type { Place } from './model/place';
export type { Undecided } from './model/undecided';
export { hasFindings, prove } from './prove';
export type { ProofStep, ProveOptions } from './prove';
export type { Finding, Level } from './rules/rule';
