/**
 * Zeroed memory that threads share; a plain buffer of one thread where the browser grants no other, because the page is
 * not cross-origin isolated.
 */
export const allocate = (bytes: number): ArrayBufferLike =>
  typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
