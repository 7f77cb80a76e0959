import { ConfigurationBotFrameworkAuthentication as Base } from 'botbuilder';

type Settings = ConstructorParameters<typeof Base>;
type Identity = Parameters<Base['createConnectorFactory']>[0];
type ConnectorFactory = ReturnType<Base['createConnectorFactory']>;
type Connector = Awaited<ReturnType<ConnectorFactory['create']>>;

/** How long a channel may take over one call, ms; it asks again, for its part, after 15 s. */
const defaultSilenceMs = 10_000;

/** So many places where channels are reached are kept; a channel has one for each of its regions. */
const KEPT = 100;

/**
 * The SDK makes its clients anew whenever the bot speaks, each with credentials and a pipeline of its own,
 * which costs more than the call. One for each place does as well: the bot has but one identity, a client
 * keeps nothing of a call, and its token is renewed in the SDK's own cache. And the SDK waits for ever for
 * a channel that says nothing; what was to be said is as good as not taken then.
 */
export class DeskAuthentication extends Base {
  readonly #silenceMs: number;
  readonly #connectors = new Map<string, Promise<Connector>>();
  #userTokens: ReturnType<Base['createUserTokenClient']> | undefined;

  /** `silenceMs` is how long a channel may say nothing to a call. */
  constructor(settings: Settings[0], credentials?: Settings[1], silenceMs = defaultSilenceMs) {
    super(settings, credentials);
    this.#silenceMs = silenceMs;
  }

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

  #connector(
    factory: ConnectorFactory,
    serviceUrl: string,
    audience: string | undefined,
  ): Promise<Connector> {
    const key = `${audience ?? ''} ${serviceUrl}`;
    const known = this.#connectors.get(key);
    if (known !== undefined) return known;
    const made = factory.create(serviceUrl, audience).then((one) => impatient(one, this.#silenceMs));
    this.#connectors.set(key, made);
    made.catch(() => this.#connectors.delete(key));
    const [oldest] = this.#connectors.keys();
    if (this.#connectors.size > KEPT && oldest !== undefined) this.#connectors.delete(oldest);
    return made;
  }
}

/** Throws as for an answer of 504 where nothing comes. */
function impatient(connector: Connector, timeout: number): Connector {
  const send = connector.sendOperationRequest.bind(connector);
  connector.sendOperationRequest = async (operation, ...rest) => {
    try {
      return await send({ ...operation, options: { ...operation.options, timeout } }, ...rest);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
      throw Object.assign(new Error(`The channel said nothing for ${timeout} ms.`), { statusCode: 504 });
    }
  };
  return connector;
}
