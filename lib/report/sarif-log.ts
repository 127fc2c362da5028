import type { Level } from '../proof/rules/rule';
import type { Region } from './region';

/** The part of SARIF 2.1.0 that podtrust writes. OASIS, "Static Analysis Results Interchange Format (SARIF) 2.1.0". */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly SarifRun[];
}

/** One run of the tool. */
export interface SarifRun {
  readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly SarifRule[] } };
  readonly automationDetails: { readonly id: string };
  readonly columnKind: 'utf16CodeUnits';
  readonly invocations: readonly SarifInvocation[];
  readonly results: readonly SarifResult[];
}

/** How the run went, and what it could not tell. */
export interface SarifInvocation {
  readonly executionSuccessful: boolean;
  readonly toolExecutionNotifications: readonly SarifNotification[];
}

/** Something about the run, that is no alert. */
export interface SarifNotification {
  readonly level: Level;
  readonly message: SarifMessage;
  readonly locations?: readonly SarifLocation[];
}

/** A rule, as code scanning shows it. */
export interface SarifRule {
  readonly id: string;
  readonly shortDescription: SarifMessage;
  readonly fullDescription: SarifMessage;
  readonly help: SarifMessage;
  readonly defaultConfiguration: { readonly level: Level };
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity': string };
}

/** One alert. */
export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: Level;
  readonly message: SarifMessage;
  readonly locations: readonly SarifLocation[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
}

/** Plain text. */
export interface SarifMessage {
  readonly text: string;
}

/** A region of a file. */
export interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region: Region;
  };
}
