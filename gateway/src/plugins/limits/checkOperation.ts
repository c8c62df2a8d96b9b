import { type GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql';
import type { GatewayLimits } from '../../config/GatewayLimits.ts';
import { refusal } from '../../errors/refusal.ts';
import { measureOperation } from './measureOperation.ts';

/** Brackets within brackets: the parser calls itself for each, and must not run out of stack. */
const NESTING = 250;

/**
 * Why the text of an operation is refused; undefined when its size is within the limits. A text that is no GraphQL is
 * none of ours: Apollo Server says what is wrong with it.
 */
export function checkOperation(text: string, limits: GatewayLimits): GraphQLError | undefined {
  const tooLarge = checkTokens(text, limits);
  if (tooLarge !== undefined) return tooLarge === 'not GraphQL' ? undefined : tooLarge;
  let size: ReturnType<typeof measureOperation>;
  try {
    size = measureOperation(parse(text, { noLocation: true }));
  } catch {
    return undefined;
  }
  const { depth, selections, aliases, directives, rootFields } = limits;
  const over = (
    code: Parameters<typeof refusal>[0],
    what: string,
    limit: number,
    asked: number,
  ): GraphQLError | undefined =>
    asked > limit
      ? refusal(code, `${what}: ${limit} are allowed, ${asked} were asked for.`, { limit, asked })
      : undefined;
  return (
    over('OPERATION_TOO_DEEP', 'Levels of fields', depth, size.depth) ??
    over('TOO_MANY_SELECTIONS', 'Selections, with fragments expanded', selections, size.selections) ??
    over('TOO_MANY_ALIASES', 'Aliases, with fragments expanded', aliases, size.aliases) ??
    over('TOO_MANY_DIRECTIVES', 'Directives, with fragments expanded', directives, size.directives) ??
    over('TOO_MANY_ROOT_FIELDS', 'Fields of the root type', rootFields, size.rootFields)
  );
}

/** Before parsing, by the lexer alone: it neither recurses nor keeps anything that grows with what it skips. */
function checkTokens(text: string, { tokens: limit }: GatewayLimits): GraphQLError | 'not GraphQL' | undefined {
  const lexer = new Lexer(new Source(text));
  let nesting = 0;
  try {
    for (let tokens = 1; ; tokens += 1) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return undefined;
      if (tokens > limit) {
        const message = `Tokens of the operation: ${limit} are allowed, there are more.`;
        return refusal('OPERATION_TOO_LARGE', message, { limit, asked: tokens });
      }
      if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) nesting += 1;
      if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) nesting -= 1;
      if (nesting > NESTING) {
        const message = `Brackets within brackets: ${NESTING} levels are allowed, there are more.`;
        return refusal('OPERATION_TOO_DEEP', message, { limit: NESTING, asked: nesting });
      }
    }
  } catch {
    return 'not GraphQL';
  }
}
