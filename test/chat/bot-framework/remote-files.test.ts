import { describe, expect, it } from 'vitest';
import { fetchable } from '../../../src/chat/bot-framework/remote-files.ts';

const serviceUrl = 'https://smba.trafficmanager.net/emea/';

describe('what is fetched of what an activity links to', () => {
  it.each([
    'https://smba.trafficmanager.net/emea/v3/attachments/1/views/original',
    'https://webchat.botframework.com/attachments/1',
    'https://desk.sharepoint.com/file',
    'https://graph.svc.ms/file',
  ])('is %s', (link) => expect(fetchable(link, serviceUrl)?.href).toBe(link));

  it.each([
    'https://evil.trafficmanager.net/file',
    'https://evil-sharepoint.com/file',
    'https://sharepoint.com.evil.example/file',
    'https://sharepoint.com@evil.example/file',
    'https://desk.sharepoint.com:8443/file',
    'http://desk.sharepoint.com/file',
    'http://smba.trafficmanager.net/emea/file',
    'http://169.254.169.254/latest/meta-data',
    'https://[::ffff:127.0.0.1]/',
    'http://localhost:3978/metrics',
    'file:///etc/passwd',
    'data:text/plain,x',
    '//evil.example/file',
    'javascript:alert(1)',
    '',
  ])('is not %j', (link) => expect(fetchable(link, serviceUrl)).toBeUndefined());
});
