import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS_SCHEMA_FILE, settingsSchemaText } from '../schemas/settings-schema';
import { COMMANDS_FILE, commandsPage } from '../commands';
import { AKS_CONTROLLERS_FILE, CONTROLLERS_FILE, aksControllersPage, controllersPage } from '../controllers/page';
import { ENTRA_WORKLOAD_ID_FILE, entraWorkloadIdPage } from '../entra-workload-id';
import { ERRORS_FILE, errorsPage } from '../errors';
import { EXPLAINING_FILE, explainingPage } from '../explaining';
import { GRANTS_FILE, grantsPage } from '../grants/page';
import { IDENTITY_BINDINGS_FILE, identityBindingsPage } from '../identity-bindings';
import { POD_ACCESS_FILE, podAccessPage } from '../pod-access';
import { SECURITY_FILE, securityPage } from '../security/suppressed';
import { FOLDER, rulePages } from './pages';

// Writes the pages of the rules, and takes away those of rules that are gone.
const pages = rulePages();
for (const file of readdirSync(FOLDER)) {
  if (file.endsWith('.md') && !pages.has(file)) rmSync(join(FOLDER, file));
}
for (const [file, text] of pages) writeFileSync(join(FOLDER, file), text);

// The list of all codes, the constructs’ too.
writeFileSync(ERRORS_FILE, errorsPage());

// The options of the command.
writeFileSync(COMMANDS_FILE, commandsPage());

// The tables of grants, which are made from what each grant gives.
writeFileSync(GRANTS_FILE, grantsPage());

// The tables of ready roles, which are made from what each controller may do.
writeFileSync(CONTROLLERS_FILE, controllersPage());
writeFileSync(AKS_CONTROLLERS_FILE, aksControllersPage());

// The table of errors that are known.
writeFileSync(EXPLAINING_FILE, explainingPage());

// The tables of SDKs.
writeFileSync(POD_ACCESS_FILE, podAccessPage());
writeFileSync(ENTRA_WORKLOAD_ID_FILE, entraWorkloadIdPage());
writeFileSync(IDENTITY_BINDINGS_FILE, identityBindingsPage());

// The table of checks that the sample does not pass on purpose.
writeFileSync(SECURITY_FILE, securityPage());

// And the schema of podtrust.yaml, which names the rules.
void settingsSchemaText().then((text) => writeFileSync(SETTINGS_SCHEMA_FILE, text));
