/** A model's files are not what they should be; the message is one line with the file, what was expected and what was found. */
export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError';
}
