import { createTransport } from 'nodemailer';
import type { SmtpConfig } from '../loadConfig.ts';
import { type Mailer, MailRefused } from './Mailer.ts';

const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }; // ms
const PERMANENT = 500; // SMTP's replies from here on say: never

/** A mailer that keeps some connections to the server open until it is closed. */
export function smtpMailer({ url, from }: SmtpConfig, connections: number): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    ...TIMEOUTS,
    pool: true,
    maxConnections: connections,
    host: hostname,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  });
  return {
    async send({ messageId, to, subject, text }) {
      try {
        const headers = { 'Auto-Submitted': 'auto-generated' };
        await transport.sendMail({ from, to, subject, text, headers, messageId: `<${messageId}>` });
      } catch (error) {
        const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
        // Of this mail or its address; a refused sign-in is our fault and can be put right.
        if (responseCode >= PERMANENT && (code === 'EENVELOPE' || code === 'EMESSAGE'))
          throw new MailRefused(`The mail server refused it for good (${responseCode}).`, { cause: error });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
