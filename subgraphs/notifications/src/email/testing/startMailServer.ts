import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** An e-mail as the server was handed it. */
export interface ReceivedMail {
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  readonly raw: string;
}

/** A real SMTP server, that keeps what it is handed and can be told to refuse. */
export interface MailServer {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** How many e-mails it took at the same time, at most. */
  readonly most: number;
  /** How many wait at their end now. */
  readonly held: number;
  /** What it replies to an e-mail's end for this address from now on; null: it takes them. */
  replies(to: string, code: number | null): void;
  /** From now on e-mails wait at their end, until what is returned is called. */
  hold(): () => void;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const replies = new Map<string, number>();
  let open = 0;
  let most = 0;
  let held = 0;
  let gate = Promise.resolve();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, callback) {
      open += 1;
      most = Math.max(most, open);
      void text(stream).then(async (raw) => {
        held += 1;
        await gate;
        held -= 1;
        open -= 1;
        const to = session.envelope.rcptTo[0]?.address ?? '';
        const header = (name: string) => new RegExp(`^${name}: (.*)\\r$`, 'mi').exec(raw)?.[1] ?? '';
        received.push({ to, messageId: header('message-id'), subject: header('subject'), raw });
        const code = replies.get(to);
        if (code === undefined) callback(null, 'taken');
        else callback(Object.assign(new Error('not taken'), { responseCode: code }));
      });
    },
  });
  server.on('error', () => undefined); // a client that died
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    get most() {
      return most;
    },
    get held() {
      return held;
    },
    replies(to, code) {
      if (code === null) replies.delete(to);
      else replies.set(to, code);
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
