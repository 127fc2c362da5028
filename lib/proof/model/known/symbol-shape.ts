/**
 * What is known of the form of a value that is not known itself. A shape promises: every value of such a symbol has this
 * form, whoever makes it.
 */
export interface Shape {
  /** The only characters that a value has. */
  readonly characters: RegExp;
  /** The only characters that it begins and ends with; it has at least one. */
  readonly edge: RegExp;
  /** Texts that no value holds, though their characters may be in it. */
  readonly never: readonly string[];
  /** What a whole value matches. */
  readonly whole: RegExp;
  /** Values of this form as different as they come: what an operation does to all of them alike, it does to any. */
  readonly samples: readonly string[];
}

/** The names of shapes, as symbols carry them. */
export type ShapeName = keyof typeof SHAPES;

export const SHAPES = {
  /**
   * A cluster's issuer between `https://` and the slash at its end, if it has one: a host and two parts of a path. EKS:
   * `oidc.eks.<region>.amazonaws.com/id/<id>`; AKS: `<region>.oic.prod-aks.azure.com/<tenant>/<id>`. No region has `http` in
   * its name.
   */
  issuer: {
    characters: /[A-Za-z0-9._/-]/,
    edge: /[A-Za-z0-9]/,
    never: ['//', 'http'],
    whole: /^(?!.*http)[a-z0-9][a-z0-9.-]*\.[a-z]+\/[A-Za-z0-9-]+\/[A-Za-z0-9-]*[A-Za-z0-9]$/,
    samples: [
      'oidc.eks.eu-west-1.amazonaws.com/id/A1B2C3D4E5F60718293A4B5C6D7E8F90',
      'oidc-eks.us-gov-east-1.api.aws/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9',
      'westeurope.oic.prod-aks.azure.com/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/a0b1c2d3-e4f5-0617-2839-4a5b6c7d8e9f',
    ],
  },
  /** A part of such an issuer between two slashes. */
  segment: {
    characters: /[A-Za-z0-9._-]/,
    edge: /[A-Za-z0-9]/,
    never: [],
    whole: /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    samples: ['oidc.eks.eu-west-1.amazonaws.com', 'id', '0A1B2C3D4E5F', '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'],
  },
  /** What a URL has after its scheme. */
  location: {
    characters: /\S/,
    edge: /[^\s:]/,
    never: ['://'],
    whole: /^(?!\S*:\/\/)[^\s:/](\S*[^\s:])?$/,
    samples: [
      'token.actions.githubusercontent.com',
      'oidc.example.com:8443/a/b',
      'westeurope.oic.prod-aks.azure.com/0f/a0/',
    ],
  },
  /** A namespace, or the name of an object in it. */
  name: {
    characters: /[a-z0-9.-]/,
    edge: /[a-z0-9]/,
    never: ['..'],
    whole: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    samples: ['a', 'kube-system', '0-x.y'],
  },
} as const satisfies Readonly<Record<string, Shape>>;

/** The shape of a name that a symbol carries; nothing where it carries none. */
export function shapeNamed(name: string): Shape | undefined {
  return Object.hasOwn(SHAPES, name) ? SHAPES[name as ShapeName] : undefined;
}
