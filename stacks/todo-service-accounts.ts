import type { ServiceAccountReference } from '../lib/core';

/** The service accounts of the todo sample, on either cloud: what an identity trusts and what the chart makes. */
export const TODO_SERVICE_ACCOUNTS = {
  frontend: { namespace: 'todo', name: 'frontend' },
  backend: { namespace: 'todo', name: 'backend' },
} as const satisfies Record<string, ServiceAccountReference>;
