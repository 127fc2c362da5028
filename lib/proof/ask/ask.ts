import { PodtrustError } from '../../core/errors';
import { Evaluation } from '../evaluate/evaluation';
import { refusingDeepNesting, sourcesOf } from '../input';
import type { InMemoryDocument } from '../input';
import { read } from '../read/read';
import { checkSettingsOptions, loadSettings } from '../settings/load-settings';
import type { SettingsOptions } from '../settings/load-settings';
import { dayOf } from '../settings/today';
import type { Answer } from './answer';
import { checkQuery } from './check-query';
import type { Query } from './query';
import { Questions } from './questions';

/**
 * Whether a token, a session, or a pod of a service account would get an identity, and why.
 *
 * @param input paths (a `cdktf.out`, files, directories, `-`), or texts
 * @throws PodtrustError where something cannot be read, and `identity-unknown`, `identity-ambiguous`, `cluster-unknown`,
 * `cluster-ambiguous`, `query-invalid`, `action-unknown`, `resource-unknown`
 */
export function ask(
  input: readonly (string | InMemoryDocument)[],
  query: Query,
  options: SettingsOptions = {},
): Answer {
  checkQuery(query);
  checkSettingsOptions(options);
  return refusingDeepNesting(() => questionsAbout(input, options).answer(query));
}

/**
 * Many questions about the same input, answered in their order. One that names nothing that was read is answered with
 * `admitted: null`.
 *
 * @throws PodtrustError where something cannot be read
 */
export function askAll(
  input: readonly (string | InMemoryDocument)[],
  queries: readonly Query[],
  options: SettingsOptions = {},
): readonly Answer[] {
  checkSettingsOptions(options);
  if (!Array.isArray(queries)) throw new PodtrustError({ code: 'query-invalid', what: 'the queries are not a list' });
  return refusingDeepNesting(() => {
    const questions = questionsAbout(input, options);
    return queries.map((query) => answerOrReason(questions, query));
  });
}

function questionsAbout(input: readonly (string | InMemoryDocument)[], options: SettingsOptions): Questions {
  const settings = loadSettings(options);
  const today = dayOf(options.today);
  const model = read(sourcesOf(input), { clusterOfPath: new Map(), settings });
  return new Questions(new Evaluation(model), settings, today);
}

function answerOrReason(questions: Questions, query: Query): Answer {
  try {
    checkQuery(query);
    return questions.answer(query);
  } catch (error) {
    if (!PodtrustError.is(error)) throw error;
    return { admitted: null, because: [error.what, ...(error.remedy ? [error.remedy] : [])] };
  }
}
