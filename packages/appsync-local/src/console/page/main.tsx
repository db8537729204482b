import 'graphiql/style.css';
import './console.css';
import { createRoot } from 'react-dom/client';
import type { ConsoleSettings } from '../settings.ts';
import { Console } from './Console.tsx';

/** Starts the page once the server has said what there is. */
const settings = (await (await fetch('/console/settings')).json()) as ConsoleSettings;
document.title = `${settings.name} – console`;
createRoot(document.getElementById('console') as HTMLElement).render(<Console settings={settings} />);
