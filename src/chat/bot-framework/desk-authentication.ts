import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';

type Base = ConfigurationBotFrameworkAuthentication;
type Identity = Parameters<Base['createConnectorFactory']>[0];
type ConnectorFactory = ReturnType<Base['createConnectorFactory']>;
type Connector = ReturnType<ConnectorFactory['create']>;

/** So many places where channels are reached are kept; a channel has one for each of its regions. */
const KEPT = 100;

/**
 * The SDK makes its clients anew whenever the bot speaks, each with credentials and a pipeline of its own,
 * which costs more than the call. One for each place does as well: the bot has but one identity, a client
 * keeps nothing of a call, and its token is renewed in the SDK's own cache.
 */
export class DeskAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #connectors = new Map<string, Connector>();
  #userTokens: ReturnType<Base['createUserTokenClient']> | undefined;

  override createConnectorFactory(identity: Identity): ConnectorFactory {
    const factory = super.createConnectorFactory(identity);
    return { create: (serviceUrl, audience) => this.#connector(factory, serviceUrl, audience) };
  }

  /** Nobody asks it for a token, but no turn comes to be without one. */
  override createUserTokenClient(identity: Identity): ReturnType<Base['createUserTokenClient']> {
    if (this.#userTokens !== undefined) return this.#userTokens;
    const made = super.createUserTokenClient(identity);
    this.#userTokens = made;
    made.catch(() => {
      this.#userTokens = undefined;
    });
    return made;
  }

  #connector(factory: ConnectorFactory, serviceUrl: string, audience: string | undefined): Connector {
    const key = `${audience ?? ''} ${serviceUrl}`;
    const known = this.#connectors.get(key);
    if (known !== undefined) return known;
    const made = factory.create(serviceUrl, audience);
    this.#connectors.set(key, made);
    made.catch(() => this.#connectors.delete(key));
    const [oldest] = this.#connectors.keys();
    if (this.#connectors.size > KEPT && oldest !== undefined) this.#connectors.delete(oldest);
    return made;
  }
}
