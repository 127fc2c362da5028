import type { Place } from '../../../model/place';
import type { Undecided } from '../../../model/undecided';
import type { Value } from '../expression/value';

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
  /** Not written as a block: the configuration was told of an object that others make. */
  readonly existing?: true;
  /**
   * Its instances, where they are known already: in a plan or a state.
   *
   * @default - expanded from `count` and `for_each`
   */
  readonly instances?: readonly KnownInstance[];
}

/** A resource as a plan or a state has it. */
export interface KnownInstance {
  /** What `count` or `for_each` tells it apart by. */
  readonly key?: string | number;
  /** What `each` and `count` stand for in it, as far as that is known. */
  readonly names: Readonly<Record<string, Value>>;
  readonly body: RawObject;
  /** Why the value of an argument is not known, by the argument's name. */
  readonly lost: ReadonlyMap<string, string>;
  readonly at: Place;
}

/** Any other named value of a configuration. */
export interface Definition {
  readonly raw: Raw | undefined;
  readonly at: Place;
}

/** A `variable` block. */
export interface Variable extends Definition {
  /** Its type constraint as an expression. */
  readonly type?: string;
  /** Whether null is a value of its own, and not a wish for the default. */
  readonly nullable: boolean;
}

/** A `module` block. */
export interface ModuleCall {
  readonly name: string;
  readonly body: RawObject;
  readonly at: Place;
  /**
   * Its instances, where they are known already: in a plan or a state.
   *
   * @default - expanded from `count` and `for_each`, and read from `source`
   */
  readonly instances?: readonly { readonly key?: string | number; readonly configuration: Configuration }[];
}

/** Who calls a module. */
export interface Caller {
  readonly from: Configuration;
  /** The arguments, to be evaluated where the call stands. */
  readonly body: RawObject;
  /** What `each` and `count` stand for there. */
  readonly names: { readonly [name: string]: Value };
  /** Why nobody knows how many there are of it. */
  readonly uncounted?: Undecided;
  readonly at: Place;
}

/** Where files lie. */
export interface Directory {
  /** As messages and places show it. */
  readonly shown: string;
  /** Where it is on this machine; nothing where the files are not from a disk. */
  readonly path?: string;
}

/** A `provider` block. */
export interface ProviderBlock {
  readonly type: string;
  readonly alias?: string;
  readonly body: RawObject;
  readonly at: Place;
}

/** One module: a stack of a cdktf.out, the Terraform files of one directory, or an instance of a module that one calls. */
export interface Configuration {
  /** The stack's name; nothing outside a cdktf.out. */
  readonly stack?: string;
  /** Tells its locals and variables from those of another configuration; as `prefix` where that is enough. */
  readonly label: string;
  /** What goes before each address in an id: `<stack>/`, or nothing. */
  readonly prefix: string;
  readonly blocks: Map<string, Block>;
  readonly locals: Map<string, Definition>;
  readonly variables: Map<string, Variable>;
  readonly outputs: Map<string, Definition>;
  readonly modules: Map<string, ModuleCall>;
  readonly providers: ProviderBlock[];
  /** What files of values (`terraform.tfvars`) or a plan set variables of a root module to. */
  readonly assigned: Map<string, Value>;
  /** For the local sources of its modules. */
  readonly directory?: Directory;
  /** Nothing in a root module. */
  readonly call?: Caller;
  /** The PATH of a root module as the user gave it; of one whose files are from several, the first. */
  path?: string;
  /** The names of the calls that lead to it; nothing in a root module. */
  readonly modulePath?: readonly string[];
  /** Its files that were not read, and why: what is not there may be in one of them. */
  unread?: readonly UnreadFile[];
  /** Whether a file of values was not read: a variable that no other one sets may have any value. */
  valuesUnread?: boolean;
  /** Where its state is kept, by the backend's type and settings. */
  backend?: { readonly type: string; readonly config: RawObject };
}

/** A file that was not read. */
export interface UnreadFile {
  readonly file: string;
  readonly because: string;
}

/** A configuration with nothing in it. */
export function emptyConfiguration(stack?: string, directory?: Directory): Configuration {
  return {
    stack,
    directory,
    label: stack === undefined ? '' : `${stack}/`,
    prefix: stack === undefined ? '' : `${stack}/`,
    blocks: new Map(),
    locals: new Map(),
    variables: new Map(),
    assigned: new Map(),
    outputs: new Map(),
    modules: new Map(),
    providers: [],
  };
}
