/** Digits of other scripts as ASCII ones, and a decimal comma as a point. */
export function plainNumber(text: string): string {
  const digits = text.trim().replace(/[٠-٩۰-۹०-९]/g, (digit) => String(plainDigit(digit)));
  return digits.replace(/[٫,]/g, '.').replace(/[\u00A0\u202F\s]/g, '');
}

function plainDigit(digit: string): number {
  const code = digit.charCodeAt(0);
  const zero = [0x0660, 0x06f0, 0x0966].find((start) => code >= start && code < start + 10)!;
  return code - zero;
}

export function isWhole(text: string): boolean {
  return /^[+-]?\d{1,9}$/.test(text);
}

export function isDecimal(text: string): boolean {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text);
}
