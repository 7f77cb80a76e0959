import { type ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import restify from 'restify';

/** Serves a bot of the SDK as the SDK's samples do, and prints its address. */
export function serveBot(bot: ActivityHandler): void {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  const server = restify.createServer({ name: '' });
  server.use(restify.plugins.bodyParser());
  server.post('/api/messages', async (request, response) => {
    // The SDK's own Request type forbids the undefined that restify's allows.
    await adapter.process(request as never, response, (context) => bot.run(context));
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
  });
}
