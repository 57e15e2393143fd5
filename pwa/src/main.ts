import { mount } from 'svelte';
import Root from './App.svelte';
import { App } from './state/app.svelte';
import './style.css';

const app = new App();
mount(Root, { target: document.getElementById('app')!, props: { app } });
void app.open();
if (import.meta.env.PROD) void app.installed.register();
