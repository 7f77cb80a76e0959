import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import type { ChannelActivity } from '../activity.ts';

/** The bot's registration in Azure. */
export interface BotRegistration {
  readonly appId: string;
  readonly appPassword?: string;
  readonly appType?: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI';
  readonly tenantId?: string;
}

/**
 * CloudAdapter without its own HTTP half: `process` prints errors on the console, answers a bad
 * signature with 500 and wants a response object; what it does besides is `processActivity`.
 */
export class DeskAdapter extends CloudAdapter {
  constructor(registration: BotRegistration | undefined) {
    super(
      new ConfigurationBotFrameworkAuthentication({
        MicrosoftAppId: registration?.appId ?? '',
        ...(registration?.appPassword !== undefined && { MicrosoftAppPassword: registration.appPassword }),
        ...(registration?.appType !== undefined && { MicrosoftAppType: registration.appType }),
        ...(registration?.tenantId !== undefined && { MicrosoftAppTenantId: registration.tenantId }),
      }),
    );
    // The default prints and goes on as if nothing happened: the channel must see that the turn failed.
    this.onTurnError = async (_context, error) => {
      throw error;
    };
  }

  /** Checks the token, then runs the logic. Throws what authentication or the logic throws. */
  take(
    authorization: string,
    activity: ChannelActivity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    // The one cast to the SDK: its Activity declares every optional part as required; what a turn needs
    // of it was validated before.
    return this.processActivity(authorization, activity as unknown as Activity, logic);
  }
}
