import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

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
  cli: ['review', 'report', 'proof', 'admission', 'core'],
};
const readsArtefactsOnly = ['admission', 'proof', 'review', 'report', 'testing', 'cli'];

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

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  files: [`lib/${layer}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...barrels,
          ...(readsArtefactsOnly.includes(layer) ? constructLibraries : []),
          ...(layer === 'core' ? [{ regex: '^[^.]', message: 'lib/core imports nothing outside itself.' }] : []),
          {
            regex: `^(\\.\\./)+(lib/)?(${[...Object.keys(layers), 'stacks', 'charts']
              .filter((other) => other !== layer && !allowed.includes(other))
              .join('|')})(/|$)`,
            message: `lib/${layer} may import only ${['itself', ...allowed.map((name) => `lib/${name}`)].join(', ')}.`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'cdktf.out/', 'cdk8s.out/', 'node_modules/', 'test/**/fixtures/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "BinaryExpression[operator='instanceof'][right.name!=/^(Error|Map|Set|Date|RegExp)$/]",
          message: 'instanceof fails across two copies of a package: ask by shape or by a symbol.',
        },
      ],
      'no-restricted-imports': ['error', { patterns: barrels }],
    },
  },
  ...layerRules,
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
