import { WellspringError } from '@wellspring/kit';

/** What notifications is told beside what every unit is. */
export interface NotificationsConfig {
  /** Where e-mail is handed over; undefined: none is sent. */
  readonly smtp: SmtpConfig | undefined;
}

/** A mail server, and who writes. */
export interface SmtpConfig {
  /** `smtp://user:password@host:port`, or `smtps://…`. */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
}

const FROM = 'Wellspring <notifications@wellspring.example>';

/**
 * Reads what notifications needs beside the kit's own. Pure.
 * @throws WellspringError CONFIG_INVALID with every fault at once; it never repeats the password
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): NotificationsConfig {
  const faults: string[] = [];
  const url = env.SMTP_URL || undefined;
  if (url !== undefined && !isSmtpUrl(url))
    faults.push('SMTP_URL: expected smtp://[user:password@]host[:port] or smtps://…');
  const from = /^\s*(?<name>[^<>\r\n]*?)\s*<(?<address>[^\s<>@]+@[^\s<>@]+)>\s*$/.exec(env.MAIL_FROM || FROM)?.groups;
  if (from === undefined) faults.push(`MAIL_FROM: expected Name <name@example.org>, got "${env.MAIL_FROM}"`);
  if (faults.length > 0) {
    const message = `The environment does not fit:\n- ${faults.join('\n- ')}`;
    throw new WellspringError('CONFIG_INVALID', message, { details: { faults } });
  }
  const { name = '', address = '' } = from ?? {};
  return Object.freeze({ smtp: url === undefined ? undefined : { url, from: { name, address } } });
}

function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '';
}
