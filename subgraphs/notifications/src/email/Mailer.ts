/** An e-mail to one member. */
export interface Mail {
  /** The same one each time that it is handed over again: `<id>@<domain>`, without the brackets. */
  readonly messageId: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
}

/** Hands e-mails over to a mail server. */
export interface Mailer {
  /** Resolves once the server took it. @throws MailRefused when it never will; anything else: it may later */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** The server refuses this mail, and would again. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}
