import type { DeliveryAdapter } from '../delivery/DeliveryAdapter.ts';
import type { SmtpConfig } from '../loadConfig.ts';
import type { Mailer } from './Mailer.ts';
import { AT_ONCE, sendEmails } from './sendEmails.ts';
import { smtpMailer } from './smtpMailer.ts';

/** E-mail: it waits in the notification until a mail server took it. */
export function email(config: SmtpConfig, open: () => Mailer = () => smtpMailer(config, AT_ONCE)): DeliveryAdapter {
  const domain = config.from.address.split('@').at(-1) ?? 'localhost';
  return {
    channel: 'EMAIL',
    begin: (now) => ({ email: { status: 'PENDING', attempts: 0, due: now } }),
    schedule: { email: sendEmails({ open, domain }) },
  };
}
