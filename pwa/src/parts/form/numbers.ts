/** The largest whole number that a form can hold. */
const LARGEST = 2_147_483_647;
/** `1,500` may be one and a half or fifteen hundred: nobody is asked to guess. */
const AMBIGUOUS = /^[+-]?\d{1,3}([.,]\d{3})*,\d{3}$/;

/** Digits of other scripts as ASCII ones, and a decimal comma as a point. */
export function plainNumber(text: string): string {
  const digits = text.trim().replace(/[٠-٩۰-۹०-९]/g, (digit) => String(plainDigit(digit)));
  const close = digits.replace(/[\u00A0\u202F\s]/g, '');
  return AMBIGUOUS.test(close) ? close : close.replace(/[٫,]/g, '.');
}

function plainDigit(digit: string): number {
  const code = digit.charCodeAt(0);
  const zero = [0x0660, 0x06f0, 0x0966].find((start) => code >= start && code < start + 10)!;
  return code - zero;
}

export function isWhole(text: string): boolean {
  return /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) <= LARGEST;
}

export function isDecimal(text: string): boolean {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text);
}
