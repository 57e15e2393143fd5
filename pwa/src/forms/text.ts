/** The most bytes that one answer may take. */
export const LONGEST = 64 * 1024;

const encoder = new TextEncoder();

/** The text as it may travel: NFC, without halves of characters, without NUL. */
export function tidy(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replaceAll('\0', '')
    .normalize('NFC');
}

/** Whether an answer is longer than a value may be. */
export function isTooLong(text: string): boolean {
  return text.length > LONGEST / 4 && encoder.encode(text).length > LONGEST;
}
