import type { Edit } from '../server/messages';
import type { Voice } from '../words';
import { writtenAt } from './record';

/** Who wrote something, when and where, in words. */
export interface Writing {
  readonly name: string;
  readonly when: string;
  readonly device: string;
  readonly received: string;
}

/** An edit's writer in words. */
export function writing(edit: Edit, me: string | null, { words, ago }: Voice): Writing {
  const { record } = words;
  const name = edit.author ?? record.somebody;
  return {
    name: name === me ? record.me : name,
    when: ago(writtenAt(edit)),
    device: edit.device ?? record.this_phone,
    received: edit.received_at ? record.received(ago(Date.parse(edit.received_at))) : record.not_received,
  };
}
