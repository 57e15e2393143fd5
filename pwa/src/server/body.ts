/** Below this a compressed body is not smaller. */
const WORTH_IT = 1_024;

export interface Packed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message as JSON, compressed where the browser can. */
export async function body(message: unknown): Promise<Packed> {
  const bytes = new TextEncoder().encode(JSON.stringify(message));
  const headers = { 'Content-Type': 'application/json' };
  if (bytes.length < WORTH_IT || typeof CompressionStream === 'undefined') return { bytes, headers };
  const stream = new Response(bytes).body!.pipeThrough(new CompressionStream('gzip'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  return { bytes: packed, headers: { ...headers, 'Content-Encoding': 'gzip' } };
}
