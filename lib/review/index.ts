export type { Change, ChangeKind } from './change';
export { LOCK_FILE, lockText, lockedPart, looksLikeLock, parseLock } from './lock';
export { reviewMarkdown } from './review-markdown';
export { review } from './review';
export type { Review, ReviewVerdict } from './review';
export { looksLikeInventory, parseInventory } from './saved-inventory';
