import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { AwsGrantOptions } from './grant-options';
import type { ArnLike, AwsGrant } from './grant';

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

/** Options of {@link bedrockGrant} for an inference profile. */
export interface InferenceProfileGrantOptions extends AwsGrantOptions {
  /**
   * The foundation models that the profile sends requests to, in each of its regions: allowed by way of the profile alone.
   * Models of other regions than the pods' own need `crossRegion: true`.
   */
  readonly models: readonly string[];
}

/** Grants on models of Bedrock; Converse is covered. Actions as in the service authorization reference of Bedrock. */
export const bedrockGrant = {
  /** Invokes a foundation model, with and without streaming. */
  invoke(model: ArnLike, options: AwsGrantOptions = {}): AwsGrant {
    const arn = arnOf(model, ARN_KINDS.foundationModel, 'bedrockGrant.invoke');
    return awsGrant(`invoke ${arn}`, [{ actions: INVOKE, resources: [arn] }], options);
  },

  /** Invokes models by an inference profile, which may send requests to several regions. */
  invokeProfile(profile: ArnLike, options: InferenceProfileGrantOptions): AwsGrant {
    const by = 'bedrockGrant.invokeProfile';
    const arn = arnOf(profile, ARN_KINDS.inferenceProfile, by);
    const resources = options.models.map((model) => arnOf(model, ARN_KINDS.foundationModel, by));
    return awsGrant(
      `invoke ${arn}`,
      [
        { actions: [...INVOKE, 'bedrock:GetInferenceProfile'], resources: [arn] },
        { actions: INVOKE, resources, conditions: { StringEquals: { 'bedrock:InferenceProfileArn': arn } } },
      ],
      options,
    );
  },
};
