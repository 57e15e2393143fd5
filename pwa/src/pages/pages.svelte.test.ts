import 'fake-indexeddb/auto';
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import Root from '../App.svelte';
import { Device } from '../device/device';
import { App } from '../state/app.svelte';
import { got } from '../state/unwrap';
import { draftOf } from '../testing/phone';
import { json, Office } from '../testing/office';

let office: Office;
let app: App;
let names = 0;

beforeEach(async () => {
  office = new Office();
  vi.stubGlobal('fetch', office.fetch);
  history.replaceState(null, '', '#/');
  app = new App(new Device(`pages ${(names += 1)}`));
  await app.open();
});

afterEach(async () => {
  await app.end();
  vi.unstubAllGlobals();
});

async function signIn(): Promise<void> {
  render(Root, { app });
  await fireEvent.input(screen.getByLabelText('Sign-in name'), { target: { value: 'amina' } });
  await fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'baraza-demo' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  await screen.findByRole('heading', { name: 'Today' });
}

it('Amina signs in once and sees what to do first', async () => {
  await signIn();
  expect(await screen.findByText('No records yet')).toBeTruthy();
  expect(screen.getByText('0 on this phone, 0 at the office')).toBeTruthy();
});

it('signing in without a network says that the first time needs one', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  render(Root, { app });
  await fireEvent.input(screen.getByLabelText('Sign-in name'), { target: { value: 'amina' } });
  await fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'x' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  expect((await screen.findByRole('alert')).textContent).toContain('no connection to the office');
});

it('a wrong password is said in words', async () => {
  vi.stubGlobal('fetch', async () => json({ error: 'signed_out', detail: 'No.', facts: {} }, 401));
  render(Root, { app });
  await fireEvent.input(screen.getByLabelText('Sign-in name'), { target: { value: 'amina' } });
  await fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'x' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  expect((await screen.findByRole('alert')).textContent).toContain('not right');
});

it('an empty installation says that nobody is set up yet', async () => {
  vi.stubGlobal('fetch', async () => json({ error: 'signed_out', detail: 'No.', facts: { empty: true } }, 401));
  render(Root, { app });
  await fireEvent.input(screen.getByLabelText('Sign-in name'), { target: { value: 'amina' } });
  await fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'x' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Nobody is set up');
});

it('a record saved without a network stands first and is said to be on this phone', async () => {
  await signIn();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  const record = crypto.randomUUID();
  const where = { record, form: 'meeting', version: '1', scope: 'north', parent: null, seen: {}, was: {} };
  got(await app.records.save({ ...where, set: { place: 'Goma' } }));
  expect(await screen.findByText('1 on this phone, 0 at the office')).toBeTruthy();
  expect(screen.getByText('On this phone')).toBeTruthy();
});

it('a draft is thrown away only after a question', async () => {
  await signIn();
  got(await app.records.keepDraft({ ...draftOf(crypto.randomUUID()), title: 'Kanyabayonga' }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Throw away' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Keep it' }));
  expect(screen.getByText('Kanyabayonga')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Throw away' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Yes, throw it away' }));
  await waitFor(() => expect(screen.queryByText('Kanyabayonga')).toBeNull());
});

it('when the session ended everything stays and the app asks to sign in again', async () => {
  await signIn();
  await screen.findByText('Last synced just now');
  vi.stubGlobal('fetch', async () => json({ error: 'signed_out', detail: 'Sign in again.', facts: {} }, 401));
  await fireEvent.click(screen.getByRole('button', { name: 'Sync' }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Sign in again' }));
  const name = await screen.findByLabelText<HTMLInputElement>('Sign-in name');
  expect([name.value, name.readOnly]).toEqual(['amina', true]);
});

it('an officer has no desk, and signing out is not offered while work is unsent', async () => {
  await signIn();
  expect(screen.queryByRole('link', { name: 'Desk' })).toBeNull();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  const where = { form: 'meeting', version: '1', scope: 'north', parent: null, seen: {}, was: {} };
  got(await app.records.save({ ...where, record: crypto.randomUUID(), set: { place: 'Goma' } }));
  await fireEvent.click(screen.getByRole('link', { name: 'Settings' }));
  expect(await screen.findByText(/Some work is only on this phone/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Sign out' })).toBeNull();
});
