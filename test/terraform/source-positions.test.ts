import * as fs from 'node:fs';
import * as path from 'node:path';
import { Construct } from 'constructs';
import { TerraformStack, Testing } from 'cdktf';
import { recordSourcePosition, SOURCE_POSITIONS_FILE, type SourcePositions } from '../../lib/terraform';

function positionsOf(make: (stack: TerraformStack) => void): SourcePositions {
  const app = Testing.app();
  const stack = new TerraformStack(app, 's');
  make(stack);
  app.synth();
  return JSON.parse(fs.readFileSync(path.join(app.outdir, 'stacks', 's', SOURCE_POSITIONS_FILE), 'utf8'));
}

test('the line that made a construct is kept beside the JSON, relative to the repository', () => {
  const positions = positionsOf((stack) => recordSourcePosition(new Construct(stack, 'c')));

  const { file, line } = positions.constructs['s/c']!;
  expect(file).toBe('test/terraform/source-positions.test.ts');
  expect(fs.readFileSync(file, 'utf8').split('\n')[line - 1]).toContain("new Construct(stack, 'c')");
});
