import type { Place } from '../../model/place';

/** What a configuration's attributes are before evaluation: JSON, in which every string is a template. */
export type Raw = string | number | boolean | null | readonly Raw[] | { readonly [key: string]: Raw };

/** An object of {@link Raw}. */
export type RawObject = { readonly [key: string]: Raw };

/** A `resource` or `data` block. */
export interface Block {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** `aws_iam_role.app`, `data.aws_eks_cluster.main`. */
  readonly address: string;
  readonly body: RawObject;
  readonly at: Place;
}

/** Any other named value of a configuration. */
export interface Definition {
  readonly raw: Raw | undefined;
  readonly at: Place;
}

/** A `provider` block. */
export interface ProviderBlock {
  readonly type: string;
  readonly alias?: string;
  readonly body: RawObject;
  readonly at: Place;
}

/** One root module: a stack of a cdktf.out, or the Terraform files of one directory. */
export interface Configuration {
  /** The stack's name; nothing outside a cdktf.out. */
  readonly stack?: string;
  /** Tells its locals and variables from those of another configuration; as `prefix` where that is enough. */
  readonly label: string;
  /** What goes before each address in an id: `<stack>/`, or nothing. */
  readonly prefix: string;
  readonly blocks: Map<string, Block>;
  readonly locals: Map<string, Definition>;
  readonly variables: Map<string, Definition>;
  readonly outputs: Map<string, Definition>;
  readonly modules: Map<string, Definition>;
  readonly providers: ProviderBlock[];
  /** Where its state is kept, by the backend's type and settings. */
  backend?: { readonly type: string; readonly config: RawObject };
}

/** A configuration with nothing in it. */
export function emptyConfiguration(stack?: string, label = stack === undefined ? '' : `${stack}/`): Configuration {
  return {
    stack,
    label,
    prefix: stack === undefined ? '' : `${stack}/`,
    blocks: new Map(),
    locals: new Map(),
    variables: new Map(),
    outputs: new Map(),
    modules: new Map(),
    providers: [],
  };
}
