/** The limit: a bot that says back what it hears, with no state. */
import { ActivityHandler } from 'botbuilder';
import { serveBot } from './serve-bot.ts';

const bot = new ActivityHandler();
bot.onMessage(async (context, next) => {
  await context.sendActivity(`You said: ${context.activity.text}`);
  await next();
});
serveBot(bot);
