import type { Evaluation } from '../evaluate/evaluation';
import type { Cloud } from '../model/cluster/cluster';
import { AwsPowers } from './aws-powers';
import { AzurePowers } from './azure-powers';
import type { IdentityPower } from './way';

/** Who becomes identities of the clouds, and enters clusters, by what the clouds let them. */
export class CloudPowers {
  public readonly aws: AwsPowers;
  public readonly azure: AzurePowers;

  public constructor(evaluation: Evaluation) {
    this.aws = new AwsPowers(evaluation);
    this.azure = new AzurePowers(evaluation);
  }

  /** Who becomes an identity in one step. */
  public to(identity: string): readonly IdentityPower[] {
    return [...this.aws.to(identity), ...this.azure.to(identity)];
  }

  /** Who becomes which identity in one step, all of them. */
  public *all(): Iterable<IdentityPower> {
    yield* this.aws.all();
    yield* this.azure.all();
  }

  /** Why others may do so in some clouds. */
  public doubtsOf(clouds: ReadonlySet<Cloud>): readonly string[] {
    const aws = clouds.has('aws') ? this.aws.requests.doubt : undefined;
    const azure = clouds.has('azure') ? this.azure.doubt : undefined;
    return [aws, azure].filter((doubt) => doubt !== undefined);
  }
}
