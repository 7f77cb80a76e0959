/** The limit of a start and of memory: imports the SDK and restify, and listens. Plain JavaScript, as a build is. */
import 'botbuilder';
import restify from 'restify';

const server = restify.createServer({ name: '' });
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
