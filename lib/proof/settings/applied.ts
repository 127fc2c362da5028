import type { Acceptance, SettingsEntry } from './settings';

/** What came of the settings, for the rules about them. */
export interface AppliedSettings {
  readonly file: string;
  /** Acceptances that fit a finding and do not cover it. */
  readonly lapsed: readonly LapsedAcceptance[];
  /** Entries that fit nothing. */
  readonly unused: readonly UnusedEntry[];
}

export interface LapsedAcceptance {
  readonly acceptance: Acceptance;
  /** What the finding is about. */
  readonly subject: string;
  readonly because: string;
  /** What would make it hold again. */
  readonly remedy: string;
}

export interface UnusedEntry extends SettingsEntry {
  /** What it says. */
  readonly what: string;
}
