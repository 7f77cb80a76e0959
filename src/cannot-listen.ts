import { type Config, ConfigError } from './config.ts';

/** The port or address that the settings name, where it cannot be listened on; any other error as it is. */
export function cannotListen(error: unknown, { HOST, PORT }: Pick<Config, 'HOST' | 'PORT'>): unknown {
  switch (error instanceof Error && 'code' in error && error.code) {
    case 'EADDRINUSE':
      return new ConfigError(
        `PORT: ${PORT} is in use: by another program, or by this desk that runs already. Stop that one, or set ` +
          'another PORT; 0 takes a free one.',
      );
    case 'EACCES':
      return new ConfigError(
        `PORT: this user may not listen on ${PORT}. Set a PORT from 1024 on, behind a proxy that takes ${PORT}.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigError(
        `HOST: this machine has no address ${HOST}. Set one of its own, 0.0.0.0 for all of them, or 127.0.0.1.`,
      );
    default:
      return error;
  }
}
