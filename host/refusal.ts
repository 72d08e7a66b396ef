/** A session will not do what was asked of it; the message is for whoever asked. */
export class Refusal extends Error {
  /** Of the HTTP answer: 404 (of what is not there), 409 (it cannot be now), 422 (asking again will not help). */
  readonly statusCode: number;

  constructor(statusCode: 404 | 409 | 422, message: string) {
    super(message);
    this.name = 'Refusal';
    this.statusCode = statusCode;
  }
}
