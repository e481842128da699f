import 'server-only';

/** Something the user can mend: told in one line with this status, never logged as a fault. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly status: number;
  /** further fields of the response's body */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

export const notFound = (what: string, id: string): UserError => new UserError(404, `${what} ${id}: not found`);
