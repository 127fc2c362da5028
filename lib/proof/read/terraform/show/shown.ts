/** What `terraform show -json` prints of a plan or a state (Terraform, "JSON output format"). */
export interface Shown {
  readonly format_version: string;
  readonly terraform_version?: string;
  /** Of a state. */
  readonly values?: ShownValues;
  /** Of a plan. */
  readonly planned_values?: ShownValues;
  readonly prior_state?: { readonly values?: ShownValues };
  readonly resource_changes?: readonly ShownChange[];
  readonly configuration?: ShownConfiguration;
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/** Resources and their values. */
export interface ShownValues {
  readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly root_module?: ShownModule;
}

/** A module of a plan or a state. */
export interface ShownModule {
  /** Missing at the root. */
  readonly address?: string;
  readonly resources?: readonly ShownResource[];
  readonly child_modules?: readonly ShownModule[];
}

/** One instance of a resource. */
export interface ShownResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly values?: ShownObject;
}

/** What a plan does with one instance. */
export interface ShownChange {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly after?: unknown;
    /** `true` where something is not known before apply. */
    readonly after_unknown?: unknown;
  };
}

/** The configuration in a plan: what each argument refers to, but not how it is put together. */
export interface ShownConfiguration {
  readonly provider_config?: Readonly<Record<string, ShownProvider>>;
  readonly root_module?: ShownModuleConfiguration;
}

/** A provider block. */
export interface ShownProvider {
  readonly name: string;
  readonly alias?: string;
  readonly module_address?: string;
  readonly expressions?: ShownObject;
}

/** A module's configuration. */
export interface ShownModuleConfiguration {
  readonly resources?: readonly ShownResourceConfiguration[];
  readonly outputs?: Readonly<Record<string, { readonly expression?: ShownObject }>>;
  readonly variables?: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly module_calls?: Readonly<Record<string, ShownModuleCall>>;
}

/** A resource's configuration. */
export interface ShownResourceConfiguration {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly provider_config_key?: string;
  readonly expressions?: ShownObject;
  readonly for_each_expression?: unknown;
}

/** A module call's configuration. */
export interface ShownModuleCall {
  readonly expressions?: ShownObject;
  readonly module?: ShownModuleConfiguration;
}

/** Any object of it. */
export interface ShownObject {
  readonly [key: string]: unknown;
}

/** Whether a value is what `terraform show -json` prints. */
export function isShown(value: unknown): value is Shown {
  if (typeof value !== 'object' || value === null) return false;
  const { format_version: version } = value as Partial<Shown>;
  if (typeof version !== 'string') return false;
  // Of an empty state it prints nothing but versions, of none at all nothing but its own.
  return (
    ['planned_values', 'values', 'terraform_version'].some((key) => key in value) || Object.keys(value).length === 1
  );
}
