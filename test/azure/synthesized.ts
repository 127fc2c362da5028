import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';

/** Azure ids that keep their form; nothing of them exists. */
export const TENANT = '11111111-1111-1111-1111-111111111111';
export const GROUP = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg';
export const PLACE = { resourceGroupName: 'rg', location: 'westeurope' };

/** A resource's arguments, as they stand in the JSON. */
export type Arguments = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** What a stack's constructs come to: all resources of a type by their logical ids. */
export function synthesized(build: (stack: TerraformStack) => void) {
  const stack = new TerraformStack(new App(), 'stack');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  build(stack);
  const json = JSON.parse(Testing.synth(stack, true));
  return {
    json,
    byId: (type: string): Record<string, Arguments> => json.resource?.[type] ?? {},
    all: (type: string): Arguments[] => Object.values(json.resource?.[type] ?? {}),
    only: (type: string): Arguments => {
      const found = Object.values(json.resource?.[type] ?? {});
      if (found.length !== 1) throw new Error(`${found.length} ${type} where one was expected`);
      return found[0] as Arguments;
    },
  };
}

/** The error that a program raises. */
export function errorOf(build: (stack: TerraformStack) => void): { code: string; where?: string; message: string } {
  try {
    build(new TerraformStack(new App(), 'stack'));
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('nothing was refused');
}
