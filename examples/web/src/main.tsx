import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { readOutputs } from './api/outputs.ts';
import './style.css';

const root = createRoot(document.getElementById('app') as HTMLElement);
readOutputs().then(
  (outputs) => root.render(<App outputs={outputs} />),
  (error: unknown) =>
    root.render(
      <p role="alert" className="notice bad">
        {(error as Error).message}
      </p>,
    ),
);

// What is being developed has to come from where it is developed.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('serviceWorker.js').catch((error: unknown) => console.error(error));
}
