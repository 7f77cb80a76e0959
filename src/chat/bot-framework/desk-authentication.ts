import { ConfigurationBotFrameworkAuthentication as Base } from 'botbuilder';
import { Recent } from '../../recent.ts';
import { patience } from './patience.ts';

type Settings = ConstructorParameters<typeof Base>;
type Identity = Parameters<Base['createConnectorFactory']>[0];
type ConnectorFactory = ReturnType<Base['createConnectorFactory']>;
type Connector = Awaited<ReturnType<ConnectorFactory['create']>>;

/** So many places where channels are reached are kept: a channel has one for each region, or each tenant. */
const KEPT = 100;

/**
 * The SDK makes its clients anew whenever the bot speaks, each with credentials and a pipeline of its own,
 * which costs more than the call. One for each place does as well: the bot has but one identity, a client
 * keeps nothing of a call, and its token is renewed in the SDK's own cache. And the SDK waits for ever for
 * a channel or a token that does not come; what was to be said is as good as not taken then.
 */
export class DeskAuthentication extends Base {
  readonly #silenceMs: number;
  readonly #connectors = new Recent<string, Promise<Connector>>(KEPT);
  #userTokens: ReturnType<Base['createUserTokenClient']> | undefined;

  /** `silenceMs` is how long a call to a channel may take, with all its tries. */
  constructor(settings: Settings[0], credentials?: Settings[1], silenceMs: number = patience.silenceMs) {
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
    const known = this.#connectors.get(key) ?? this.#make(key, factory.create(serviceUrl, audience));
    // The one that was used longest ago is let go.
    this.#connectors.put(key, known);
    return known;
  }

  #make(key: string, connector: Promise<Connector>): Promise<Connector> {
    const made = connector.then((one) => impatient(one, this.#silenceMs));
    made.catch(() => this.#connectors.delete(key));
    return made;
  }
}

/** Throws as for an answer of 504 where a call is not done in time: the token, the answer, what the SDK tries again. */
function impatient(connector: Connector, limitMs: number): Connector {
  const send = connector.sendOperationRequest.bind(connector);
  connector.sendOperationRequest = async (operation, ...rest) => {
    const { signal, late, done } = limit(limitMs);
    try {
      const options = { ...operation.options, abortSignal: signal };
      return await Promise.race([send({ ...operation, options }, ...rest), late]);
    } finally {
      done();
    }
  };
  return connector;
}

function limit(ms: number) {
  const controller = new AbortController();
  let done = (): void => {};
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      const error = new Error(`The channel did not take it within ${ms} ms.`);
      reject(Object.assign(error, { statusCode: 504 }));
      controller.abort();
    }, ms);
    done = () => clearTimeout(timer);
  });
  return { signal: controller.signal, late, done };
}
