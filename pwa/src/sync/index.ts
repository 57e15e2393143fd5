/** The sync core: edits, the register rule and what a record shows, the twin of the server's. */
export { iso } from './clock';
export { recordDigest, scopeDigest, xor } from './digest';
export * from './edits';
export { apply, EMPTY, heads, join, standing, type Heads, type Snapshot, type Standing } from './merge';
export { byCodePoint } from './order';
export { instance, instances, isAnswer, isDeletion, isReserved, isUuid, tail, template } from './paths';
export { Policies, type FormUnits, type Policy } from './policies';
export { unsettled, view, type Conflict, type ConflictHead, type ConflictKind, type View } from './view';
