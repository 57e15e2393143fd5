import type { Edit } from '../server/messages';
import { isUuid } from '../sync';
import type { Voice, Words } from '../words';
import { writtenAt } from './record';

/** Who wrote something, when and where, in words. */
export interface Writing {
  readonly name: string;
  readonly when: string;
  readonly device: string;
  readonly received: string;
}

/** Who reads, and on which device. */
export interface Me {
  readonly name: string | null;
  readonly device: string | null;
}

/** An edit's writer in words. */
export function writing(edit: Edit, me: Me, { words, ago }: Voice): Writing {
  const { record } = words;
  const name = edit.author ?? record.somebody;
  return {
    name: name === me.name ? record.me : name,
    when: ago(writtenAt(edit)),
    device: deviceName(edit.device ?? null, me, words),
    received: edit.received_at ? record.received(ago(Date.parse(edit.received_at))) : record.not_received,
  };
}

/** A device as a person can tell it from others. */
export function deviceName(device: string | null, me: Me, { record }: Words): string {
  if (device === null || device === me.device) return record.this_phone;
  return isUuid(device) ? record.device(device.slice(0, 4)) : device;
}
