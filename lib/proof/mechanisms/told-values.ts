import type { AwsAccount } from '../model/aws-account';
import type { Cluster } from '../model/cluster/cluster';
import { issuerWithoutScheme } from '../../core/trust/issuer';
import { hasSymbol, isSymbol, outsideSymbols } from '../model/known/symbol';

/** What a query tells of values that the artefacts keep for apply. */
export interface Told {
  readonly account?: string;
  /** The identity's own account, as far as its provider tells whose caller is asked. */
  readonly of?: AwsAccount;
  readonly cluster?: Cluster;
  /** The issuer's URL, of `cluster`. */
  readonly issuer?: string;
  /** The ARN, of `cluster`. */
  readonly clusterArn?: string;
}

const CALLER_ACCOUNT = /\uE000[a-z]+:[^\uE001]*aws_caller_identity\.[^\uE001.]+\.account_id\uE001/g;

/** Writes values that a query tells in place of the symbols for them. */
export class ToldValues {
  private readonly literals = new Map<string, string>();
  private readonly account?: string;

  public constructor({ account, of, cluster, issuer, clusterArn }: Told) {
    // Where it is known which caller is of this account, that of another provider may be of another one.
    if (account !== undefined && of && of.names.size > 0) of.names.forEach((name) => this.literals.set(name, account));
    else this.account = account;
    if (cluster && issuer !== undefined && issuer.endsWith('/') === cluster.issuer.endsWith('/')) {
      this.learn(bare(cluster.issuer), bare(issuer));
    }
    if (cluster?.resourceId !== undefined && clusterArn !== undefined) this.learn(cluster.resourceId, clusterArn);
  }

  /** Two with the same key write the same. */
  public get key(): string {
    return JSON.stringify([this.account, ...this.literals]);
  }

  /** A text that is not JSON, or is JSON of a policy: what is written holds no character that JSON would escape. */
  public write(text: string): string {
    if (!hasSymbol(text)) return text;
    let written = text;
    for (const [symbol, literal] of this.literals) written = written.replaceAll(symbol, () => literal);
    const { account } = this;
    return account === undefined ? written : written.replace(CALLER_ACCOUNT, () => account);
  }

  private learn(symbol: string, literal: string): void {
    if (!isSymbol(symbol) || outsideSymbols(literal, inJson) !== literal) return;
    this.literals.set(symbol, literal);
    // The key of an instance (`main["blue"]`), as jsonencode() writes it.
    this.literals.set(symbol.replaceAll('"', '\\"'), literal);
  }
}

/** A text as JSON has it between quotes. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function bare(issuer: string): string {
  return issuerWithoutScheme(issuer).replace(/\/$/, '');
}
