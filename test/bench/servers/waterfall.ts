/** The peer: a bot of the SDK's own state management and waterfall dialogs, its state in the store Firstline uses. */
import { KeyvSqlite } from '@keyv/sqlite';
import { ActivityHandler, ConversationState, type Storage, type StoreItems } from 'botbuilder';
import { DialogSet, TextPrompt, WaterfallDialog } from 'botbuilder-dialogs';
import { Keyv } from 'keyv';
import { serveBot } from './serve-bot.ts';

const keyv = new Keyv({
  store: new KeyvSqlite({ uri: `sqlite://${process.env.STATE_FILE}` }),
  throwOnErrors: true,
});

const storage: Storage = {
  read: async (keys) => {
    const items: StoreItems = {};
    for (const key of keys) {
      const item: unknown = await keyv.get(key);
      if (item !== undefined) items[key] = item;
    }
    return items;
  },
  write: async (changes) => {
    for (const [key, item] of Object.entries(changes)) await keyv.set(key, item);
  },
  delete: async (keys) => {
    for (const key of keys) await keyv.delete(key);
  },
};

const conversationState = new ConversationState(storage);
const dialogs = new DialogSet(conversationState.createProperty('dialogs'));
dialogs.add(new TextPrompt('text'));
dialogs.add(
  new WaterfallDialog('ask', [
    (step) => step.prompt('text', 'What can I help you with?'),
    async (step) => {
      await step.context.sendActivity(`You said: ${String(step.result)}`);
      return step.endDialog();
    },
  ]),
);

const bot = new ActivityHandler();
bot.onMessage(async (context, next) => {
  const dialog = await dialogs.createContext(context);
  const { status } = await dialog.continueDialog();
  if (status === 'empty') await dialog.beginDialog('ask');
  await conversationState.saveChanges(context);
  await next();
});
serveBot(bot);
