import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';

/** Files in PEM. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A self-signed certificate for loopback, good for a day: its own authority, as Go's and Node's clients take it. */
export async function makeCertificate(openssl: string, folder: string, name: string): Promise<Certificate> {
  fs.mkdirSync(folder, { recursive: true });
  const certificateFile = path.join(folder, `${name}.crt`);
  const keyFile = path.join(folder, `${name}.key`);
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-sha256', '-days', '1', '-subj', `/CN=${name}`];
  const names = ['-addext', 'subjectAltName=DNS:localhost,DNS:*.localhost,IP:127.0.0.1,IP:10.0.0.1'];
  await promisify(execFile)(openssl, [...request, ...names, '-keyout', keyFile, '-out', certificateFile]);
  return { certificateFile, keyFile };
}

/** A key pair that signs service account tokens. */
export async function makeSigningKey(openssl: string, folder: string): Promise<string> {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'service-account.key');
  await promisify(execFile)(openssl, ['genrsa', '-out', file, '2048']);
  return file;
}
