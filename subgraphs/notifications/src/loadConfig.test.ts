import { expect, test } from '@jest/globals';
import { loadConfig } from './loadConfig.ts';
import { createNotifications } from './unit.ts';

test('without a mail server no e-mail is sent, and the unit says so', () => {
  expect(loadConfig({ SMTP_URL: '', MAIL_FROM: '' })).toEqual({ smtp: undefined });
  const off = createNotifications(loadConfig({}));
  expect(off.notices).toEqual(['no e-mail is sent: SMTP_URL is not set']);
  expect(Object.keys(off.schedule ?? {})).toEqual(['fanOut', 'sweep', 'reminders']);
});

test('takes a mail server and who writes', () => {
  const SMTP_URL = 'smtps://user:p%40ss@mail.example.org';
  expect(loadConfig({ SMTP_URL }).smtp).toEqual({
    url: SMTP_URL,
    from: { name: 'Wellspring', address: 'notifications@wellspring.example' },
  });
  const { smtp } = loadConfig({ SMTP_URL, MAIL_FROM: 'The Society <news@example.org>' });
  expect(smtp?.from).toEqual({ name: 'The Society', address: 'news@example.org' });
  expect(Object.keys(createNotifications({ smtp }).schedule ?? {})).toContain('email');
});

test('tells every fault, and never the password', () => {
  const faults = [
    'SMTP_URL: expected smtp://[user:password@]host[:port] or smtps://…',
    'MAIL_FROM: expected Name <name@example.org>, got "nobody"',
  ];
  expect(() => loadConfig({ SMTP_URL: 'http://user:secret@host', MAIL_FROM: 'nobody' })).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', details: { faults } }),
  );
});
