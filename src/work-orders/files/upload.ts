/** A stored file, named by what its sender called it and typed by what it holds; not yet part of a work order. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
}
