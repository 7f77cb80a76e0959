import { DeskAuthentication } from './desk-authentication.ts';

type SdkParameters = ConstructorParameters<typeof DeskAuthentication>;

/** The bot's registration in Azure. */
export interface BotRegistration {
  readonly appId: string;
  readonly appPassword?: string;
  readonly appType?: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI';
  readonly tenantId?: string;
  /** Another cloud than the public one; left out, Microsoft's public cloud. */
  readonly cloud?: BotCloud;
}

/** Where tokens come from: a sovereign cloud, or a test that signs its own. */
export interface BotCloud {
  readonly openIdMetadataUrl: string;
  readonly tokenIssuer: string;
  readonly loginUrl: string;
  readonly oAuthScope: string;
  readonly oAuthUrl: string;
  readonly credentials?: SdkParameters[1];
}

/** How the SDK checks tokens and gets its own; without a registration nobody is asked for one. */
export function authenticationFor(registration: BotRegistration | undefined, silenceMs?: number) {
  const { appId = '', appPassword, appType, tenantId, cloud } = registration ?? {};
  const settings = {
    MicrosoftAppId: appId,
    ...(appPassword !== undefined && { MicrosoftAppPassword: appPassword }),
    ...(appType !== undefined && { MicrosoftAppType: appType }),
    ...(tenantId !== undefined && { MicrosoftAppTenantId: tenantId }),
    ...(cloud && cloudSettings(cloud)),
  };
  return new DeskAuthentication(settings, cloud?.credentials, silenceMs);
}

const cloudSettings = (cloud: BotCloud) => ({
  ToBotFromChannelOpenIdMetadataUrl: cloud.openIdMetadataUrl,
  ToBotFromEmulatorOpenIdMetadataUrl: cloud.openIdMetadataUrl,
  ToBotFromChannelTokenIssuer: cloud.tokenIssuer,
  ToChannelFromBotLoginUrl: cloud.loginUrl,
  ToChannelFromBotOAuthScope: cloud.oAuthScope,
  OAuthUrl: cloud.oAuthUrl,
});
