import type { Download } from '../server/client';

/** How long a file stays in memory after it was handed over: browsers start to read it a moment later. */
const A_MOMENT = 30_000;

/** Hands a file to the person, as a download. */
export function hand({ name, file }: Download): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), A_MOMENT);
}

/** A number of bytes as a person reads it. */
export function size(bytes: number, language: string): string {
  const [unit, share] = bytes < 1_000_000 ? (['kilobyte', 1_000] as const) : (['megabyte', 1_000_000] as const);
  const format = { style: 'unit', unit, maximumFractionDigits: share === 1_000 ? 0 : 1 } as const;
  return new Intl.NumberFormat(language, format).format(bytes / share);
}
