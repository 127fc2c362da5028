export type { Access, Inventory, InventoryCluster, InventoryIdentity } from './inventory';
export type { Cloud } from './model/cluster';
export type { IdentityKind } from './model/identity';
export type { Permission } from './model/permission';
export type { Place } from './model/place';
export type { Undecided } from './model/undecided';
export { hasFindings, prove } from './prove';
export type { InMemoryDocument, ProveOptions } from './prove';
export type { Finding, Level } from './rules/rule';
