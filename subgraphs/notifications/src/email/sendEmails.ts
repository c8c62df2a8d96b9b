import { crashPoint, isWellspringError, type Job, type JobContext } from '@wellspring/kit';
import type { data } from '../data.ts';
import type { NotificationDocument } from '../notification/NotificationDocument.ts';
import { wordsOf } from '../notification/wordsOf.ts';
import { decideDelivery, type Outcome } from './decideDelivery.ts';
import { type Mailer, MailRefused } from './Mailer.ts';

/** E-mails that are handed over at once. */
export const AT_ONCE = 4;
const BATCH = 100; // e-mails
const EVERY = 5_000; // ms; the net, and how exactly retries are timed

/** How e-mails are sent. */
export interface SendOptions {
  /** Opened for each batch that there is something in. */
  open(): Mailer;
  /** The right side of Message-IDs. */
  readonly domain: string;
}

/**
 * Sends what is due: right after it was written, and by time for retries. At least once: who dies between handing over and writing that
 * down hands over again, under the same Message-ID.
 */
export function sendEmails({ open, domain }: SendOptions): Job<typeof data> {
  return {
    every: EVERY,
    onWrite: true, // also by what it writes itself: so it goes on until nothing is due
    async run(ctx) {
      const due = (await ctx.models.Notification.find({ 'email.due': { $lte: ctx.clock.now() } })
        .sort({ 'email.due': 1 })
        .limit(BATCH)
        .lean()) as NotificationDocument[];
      if (due.length === 0) return;
      const mailer = open();
      const rest = due.values();
      const work = async (): Promise<void> => {
        for (const notification of rest) {
          if (ctx.signal.aborted) return;
          try {
            await sendOne(notification, mailer, domain, ctx);
          } catch (error) {
            ctx.log.error(
              { err: error, notificationId: notification._id },
              'an e-mail could not be sent; it stays due',
            );
          }
        }
      };
      try {
        await Promise.all(Array.from({ length: AT_ONCE }, work));
      } finally {
        mailer.close();
      }
    },
  };
}

async function sendOne(
  notification: NotificationDocument,
  mailer: Mailer,
  domain: string,
  ctx: JobContext<typeof data>,
): Promise<void> {
  const { _id, email } = notification;
  if (email === null) return;
  const outcome = await handOver(notification, mailer, domain, ctx);
  crashPoint('after-effect');
  const next = decideDelivery(email, outcome, ctx.clock.now());
  if (next.status === 'FAILED')
    ctx.log.error({ notificationId: _id, attempts: next.attempts }, 'an e-mail is given up');
  // Guarded: of two processes that sent it one writes it down.
  await ctx.models.Notification.updateOne(
    { _id, 'email.status': 'PENDING', 'email.attempts': email.attempts },
    { $set: { email: next } },
  );
}

/** The address and the words are read now, and kept nowhere. */
async function handOver(
  notification: NotificationDocument,
  mailer: Mailer,
  domain: string,
  ctx: JobContext<typeof data>,
): Promise<Outcome> {
  const { _id, memberId } = notification;
  try {
    const contact = await ctx.replicas.contact.load(memberId);
    if (contact === null || !contact.email) return 'no address';
    const to = { name: contact.displayName ?? '', address: contact.email };
    const { title, body } = await wordsOf(notification, ctx);
    const text = `${body}\n\nYou choose what you are told of, and how, in your preferences.\n`;
    await mailer.send({ messageId: `${_id}@${domain}`, to, subject: title, text });
    return 'taken';
  } catch (error) {
    if (isWellspringError(error, 'REPLICA_UNAVAILABLE')) return 'address unknown';
    // What nodemailer says may hold the address: the code alone is logged.
    const { code, responseCode } = ((error instanceof MailRefused ? error.cause : error) ?? {}) as Record<
      string,
      unknown
    >;
    ctx.log.warn({ notificationId: _id, code, responseCode }, 'the mail server did not take an e-mail');
    return error instanceof MailRefused ? 'refused' : 'failed';
  }
}
