import * as path from 'node:path';
import {
  App,
  AzurermBackend,
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  type TerraformStack,
} from 'cdktf';
import { checkBackendId } from './construct-id';

/** Where Terraform keeps the state of the stacks. Each stack gets a file, key or workspace of its own, by its name. */
export type StateBackend =
  /** Files `terraform.<stack>.tfstate` beside cdktf.json. Not in cdktf.out, which cdktf deletes at will. */
  | { readonly type: 'local' }
  | {
      readonly type: 's3';
      readonly bucket: string;
      readonly region: string;
      /** Before `<stack>.tfstate`, default `podtrust/`. */
      readonly keyPrefix?: string;
      readonly kmsKeyId?: string;
    }
  | {
      readonly type: 'azurerm';
      readonly storageAccountName: string;
      readonly containerName: string;
      readonly resourceGroupName?: string;
      /** Before `<stack>.tfstate`, default `podtrust/`. */
      readonly keyPrefix?: string;
    }
  | {
      /** HCP Terraform, or Terraform Enterprise by its host name. */
      readonly type: 'hcp';
      readonly organization: string;
      /** Before the stack's name, default `podtrust-`. */
      readonly workspacePrefix?: string;
      readonly hostname?: string;
    };

/**
 * Gives a stack its state backend.
 *
 * S3 is encrypted and locked by a lock file (Terraform 1.10 on), azurerm signs in by Entra ID and not by an account key.
 *
 * @throws PodtrustError `construct-id-invalid` where the stack has a backend, or something else with the id `backend`
 */
export function useStateBackend(stack: TerraformStack, backend: StateBackend = { type: 'local' }): void {
  checkBackendId(stack);
  const name = stack.node.id;
  switch (backend.type) {
    case 'local':
      new LocalBackend(stack, { path: `${upFromStack(App.of(stack).outdir)}terraform.${name}.tfstate` });
      return;
    case 's3':
      new S3Backend(stack, {
        bucket: backend.bucket,
        region: backend.region,
        key: `${backend.keyPrefix ?? 'podtrust/'}${name}.tfstate`,
        encrypt: true,
        kmsKeyId: backend.kmsKeyId,
      });
      // The typed backend is older than the argument.
      stack.addOverride('terraform.backend.s3.use_lockfile', true);
      return;
    case 'azurerm':
      new AzurermBackend(stack, {
        storageAccountName: backend.storageAccountName,
        containerName: backend.containerName,
        resourceGroupName: backend.resourceGroupName,
        key: `${backend.keyPrefix ?? 'podtrust/'}${name}.tfstate`,
        useAzureadAuth: true,
      });
      return;
    case 'hcp':
      new CloudBackend(stack, {
        organization: backend.organization,
        hostname: backend.hostname,
        workspaces: new NamedCloudWorkspace(`${backend.workspacePrefix ?? 'podtrust-'}${name}`),
      });
  }
}

/**
 * The way from a stack's working directory, `<outdir>/stacks/<stack>`, to the folder of cdktf.json, where the program runs.
 * An output folder elsewhere has its state beside it, so that no absolute path gets into the JSON.
 */
function upFromStack(outdir: string): string {
  const inside = path.relative(process.cwd(), path.resolve(outdir));
  const depth = path.isAbsolute(inside) || inside.startsWith('..') ? 1 : inside.split(path.sep).filter(Boolean).length;
  return '../'.repeat(depth + 2);
}
