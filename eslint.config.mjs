import { join, posix, relative } from 'node:path';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { eachImport, importCirclesRule } from './eslint-import-circles.mjs';

/** What a folder may import of the others; an arrow in docs/architecture.md points only down. */
const layers = {
  core: [],
  terraform: ['core'],
  aws: ['terraform', 'core'],
  azure: ['terraform', 'core'],
  kubernetes: ['terraform', 'core'],
  admission: ['core'],
  proof: ['admission', 'core'],
  review: ['proof', 'report', 'core'],
  report: ['proof', 'core'],
  testing: ['proof', 'core'],
  explain: ['proof', 'core'],
  import: ['proof', 'core'],
  cli: ['import', 'explain', 'review', 'report', 'testing', 'proof', 'admission', 'core'],
};
/** The same inside lib/proof. `settings` is what the user decided: readers and rules look at it, and it at what they found. */
const proofLayers = {
  model: [],
  iam: ['model'],
  read: ['iam', 'model', 'settings'],
  'access-control': ['model'],
  permissions: ['iam', 'model'],
  mechanisms: ['permissions', 'access-control', 'iam', 'model'],
  evaluate: ['mechanisms', 'permissions', 'access-control', 'iam', 'model'],
  become: ['permissions', 'evaluate', 'mechanisms', 'access-control', 'iam', 'model'],
  rules: ['become', 'evaluate', 'mechanisms', 'access-control', 'iam', 'model', 'settings'],
  settings: ['rules', 'evaluate', 'mechanisms', 'model', 'read'],
  ask: ['permissions', 'rules', 'become', 'evaluate', 'mechanisms', 'iam', 'model', 'read', 'settings', 'input'],
};
/** The rooms of lib/aws and lib/azure, the same in both. What lies in no room of them is for all. */
const rooms = {
  network: [],
  grants: [],
  identity: ['grants'],
  cluster: ['identity', 'grants', 'network'],
  controllers: ['cluster', 'identity', 'grants', 'network'],
  'aad-pod-identity': ['cluster', 'identity', 'grants'],
};
/** The Terraform engine knows no provider: of lib/proof/read it may use only what knows none either. */
const engine = { terraform: ['document', 'problems', 'syntax'] };
const readsArtefactsOnly = ['admission', 'proof', 'explain', 'import', 'review', 'report', 'testing', 'cli'];

const barrels = [
  {
    regex: '^@cdktf/provider-[a-z]+$',
    message: 'A provider’s barrel costs seconds: import @cdktf/provider-…/lib/<resource>.',
  },
  {
    regex: '^@cdktf/provider-[a-z]+/lib/?(index)?$',
    message: 'A provider’s barrel costs seconds: import one resource.',
  },
  { regex: '/private(/|$)', message: 'A private folder of another package may change in any release.' },
];
const constructLibraries = [
  { regex: '^(cdktf|cdktn|cdk8s|constructs)(/|$)', message: 'The proof reads artefacts and must start without cdktf.' },
  { regex: '^@cdktf/', message: 'The proof reads artefacts and must start without cdktf.' },
];

/**
 * Refuses a relative import that leads out of a layer to where no arrow points. By the file it leads to: a folder inside a layer may have another layer's name.
 *
 * @param table which layers each may import
 * @param root where they are
 * @param partOf the layer of a path; nothing for what is none
 */
const layersRule = (table, root, partOf) => ({
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(import.meta.dirname, context.filename).replaceAll('\\', '/');
    const layer = partOf(file);
    if (layer === undefined || !(layer in table)) return {};
    const check = ({ source }) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const other = partOf(`${posix.join(posix.dirname(file), source.value)}/`);
      if (other === undefined || other === layer || table[layer].includes(other)) return;
      const may = ['itself', ...table[layer].map((name) => `${root}/${name}`)].join(', ');
      context.report({ node: source, message: `${root}/${layer} may import only ${may}.` });
    };
    return eachImport(check);
  },
});

const layerOf = (file) => /^lib\/([^/]+)\//.exec(file)?.[1] ?? /^(stacks|charts)(?=\/|$)/.exec(file)?.[1] ?? undefined;
const partOfRead = (file) => /^lib\/proof\/read\/([^/]+)\//.exec(file)?.[1];
const proofLayerOf = (file) => /^lib\/proof\/([^/]+)\//.exec(file)?.[1];

const roomOf = (cloud) => (file) => new RegExp(`^lib/${cloud}/(${Object.keys(rooms).join('|')})/`).exec(file)?.[1];

const layerRules = Object.keys(layers).map((layer) => ({
  files: [`lib/${layer}/**/*.ts`],
  plugins: { podtrust: { rules: { layers: layersRule(layers, 'lib', layerOf) } } },
  rules: {
    'podtrust/layers': 'error',
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...barrels,
          ...(readsArtefactsOnly.includes(layer) ? constructLibraries : []),
          ...(layer === 'core' ? [{ regex: '^[^.]', message: 'lib/core imports nothing outside itself.' }] : []),
        ],
      },
    ],
  },
}));

const noInstanceof = {
  selector: "BinaryExpression[operator='instanceof'][right.name!=/^(Error|Map|Set|Date|RegExp)$/]",
  message: 'instanceof fails across two copies of a package: ask by shape or by a symbol.',
};
/** Names of a provider's types and of what is below them, wherever a program of ours can write them. */
const providerNames = [
  'Literal[value=NAME]',
  'TemplateElement[value.raw=NAME]',
  'Property > Identifier.key[name=NAME]',
].map((selector) => ({
  selector: selector.replace('NAME', '/(?<![a-z])(aws|azurerm|azuread|azapi|kubernetes|kubectl|helm|google)_[a-z]/'),
  message: 'The Terraform engine knows no provider: give it this through configuration/provider.ts.',
}));

export default tseslint.config(
  {
    ignores: [
      ...['dist/', 'cdktf.out/', 'cdk8s.out/', 'node_modules/', 'test/**/fixtures/'],
      // Made by cdk8s import.
      'lib/kubernetes/aad-pod-identity/definitions/aadpodidentity.k8s.io.ts',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      'no-restricted-syntax': ['error', noInstanceof],
      'no-restricted-imports': ['error', { patterns: barrels }],
    },
  },
  ...layerRules,
  {
    files: ['lib/proof/**/*.ts'],
    plugins: { proof: { rules: { layers: layersRule(proofLayers, 'lib/proof', proofLayerOf) } } },
    rules: { 'proof/layers': 'error' },
  },
  ...['aws', 'azure'].map((cloud) => ({
    files: [`lib/${cloud}/**/*.ts`],
    plugins: { clouds: { rules: { rooms: layersRule(rooms, `lib/${cloud}`, roomOf(cloud)) } } },
    rules: { 'clouds/rooms': 'error' },
  })),
  ...['lib', 'stacks', 'charts', 'bench'].map((folder) => ({
    files: [`${folder}/**/*.ts`],
    plugins: { imports: { rules: { circles: importCirclesRule(join(import.meta.dirname, folder)) } } },
    rules: { 'imports/circles': 'error' },
  })),
  {
    // The engine reads any provider's resources: what a provider makes of them is given to it (configuration/provider.ts).
    files: ['lib/proof/read/terraform/**/*.ts'],
    plugins: { engine: { rules: { layers: layersRule(engine, 'lib/proof/read', partOfRead) } } },
    rules: { 'engine/layers': 'error', 'no-restricted-syntax': ['error', noInstanceof, ...providerNames] },
  },
  // A reader looks a slug up by its first letters.
  { files: ['lib/core/codes.ts'], rules: { 'sort-keys': 'error' } },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: {
        require: 'readonly',
        setTimeout: 'readonly',
        module: 'writable',
        process: 'readonly',
        __dirname: 'readonly',
        console: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  prettier,
);
