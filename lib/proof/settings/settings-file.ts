/** The settings' own file, and the name that many write for it. */
export const SETTINGS_FILES: readonly string[] = ['podtrust.yaml', 'podtrust.yml'];

/** Whether a file of a directory is podtrust's own, and no artefact. */
export function isSettingsFile(name: string): boolean {
  return SETTINGS_FILES.includes(name);
}
