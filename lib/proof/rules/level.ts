/** How bad a finding is: an error breaks a pod's access or opens it to strangers, a warning may. */
export type Level = 'error' | 'warning' | 'note';
