import { isWellspringError } from '../errors/WellspringError.ts';
import { keepStreams } from './keepStreams.ts';
import { loadStreamsConfig } from './loadStreamsConfig.ts';

/** Keeps the streams of all units, as operator, until SIGTERM or SIGINT: for deployments that `npm start` does not run. */
try {
  const streams = keepStreams({ ...loadStreamsConfig(process.env), output: process.stdout });
  const stop = (): void => {
    streams.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  process.stderr.write(`streams: ${isWellspringError(error) ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
}
